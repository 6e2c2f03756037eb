import { assumedLeadTime, type LeadTimeKey, leadTime } from "./catalog/lead-times";

/** Hours from asking to having; null where nobody says and nothing is assumed. */
export interface LeadHours {
  readonly low: number | null;
  readonly expected: number | null;
  readonly high: number | null;
  /** Whether a hole in the sources was filled by a working value. */
  readonly assumed: boolean;
  readonly source: string;
}

/** What sources say about a lead time, holes filled by the project's working values. */
export function leadHours(key: LeadTimeKey): LeadHours {
  const row = leadTime(key);
  const assumption = assumedLeadTime(key);
  const hours = {
    low: row.lowHours ?? assumption?.lowHours ?? row.expectedHours,
    expected: row.expectedHours ?? assumption?.expectedHours ?? row.highHours,
    high: row.highHours ?? assumption?.highHours ?? row.expectedHours,
  };
  const assumed =
    assumption !== undefined && (row.lowHours === null || row.expectedHours === null || row.highHours === null);
  return { ...hours, assumed, source: assumed ? `${row.source}; holes: ${assumption.source}` : row.source };
}
