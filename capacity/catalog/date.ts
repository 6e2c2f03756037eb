/** The day the catalog's facts were gathered: plans name it, since prices and quotas move. */
export const CATALOG_DATE = "2026-11-25";
