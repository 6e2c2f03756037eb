import type { Rule } from "../../rule";
import { deletionProtection } from "./data-deletion-protection";
import { encryption } from "./data-encryption";
import { keyRotation } from "./data-key-rotation";
import { lifecycle } from "./data-lifecycle";
import { logsKept } from "./data-logs-kept";
import { publicAccess } from "./data-public-access";
import { recordingsKept } from "./data-recordings-kept";
import { tlsOnly } from "./data-tls-only";
import { versioning } from "./data-versioning";

/** Rules of the area, in the order of their ids. */
export const DATA_RULES: readonly Rule[] = [
  deletionProtection,
  encryption,
  keyRotation,
  lifecycle,
  logsKept,
  publicAccess,
  recordingsKept,
  tlsOnly,
  versioning,
];
