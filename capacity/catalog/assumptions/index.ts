import type { AssumptionRow } from "../../parameter";
import { admissionAssumptions } from "./admission";
import { apiAssumptions } from "./api";
import { audienceAssumptions } from "./audience";
import { cacheAssumptions } from "./cache";
import { chatAssumptions } from "./chat";
import { clusterAssumptions } from "./cluster";
import { computeAssumptions } from "./compute";
import { costAssumptions } from "./cost";
import { databaseAssumptions } from "./database";
import { dnsAssumptions } from "./dns";
import { edgeAssumptions } from "./edge";
import { firewallAssumptions } from "./firewall";
import { ingestAssumptions } from "./ingest";
import { licenceAssumptions } from "./licence";
import { networkAssumptions } from "./network";
import { originAssumptions } from "./origin";
import { originShieldAssumptions } from "./origin-shield";
import { packageAssumptions } from "./package";
import { platformAssumptions } from "./platform";
import { relayAssumptions } from "./relay";
import { serviceAssumptions } from "./service";
import { sessionAssumptions } from "./session";
import { streamAssumptions } from "./stream";
import { telemetryAssumptions } from "./telemetry";
import { timelineAssumptions } from "./timeline";
import { transcodeAssumptions } from "./transcode";
import { uploadAssumptions } from "./upload";

/** Every assumption of the model, in the order of the chain. */
export const ASSUMPTIONS: readonly AssumptionRow[] = [
  ...audienceAssumptions,
  ...streamAssumptions,
  ...edgeAssumptions,
  ...relayAssumptions,
  ...originShieldAssumptions,
  ...originAssumptions,
  ...ingestAssumptions,
  ...transcodeAssumptions,
  ...packageAssumptions,
  ...licenceAssumptions,
  ...sessionAssumptions,
  ...apiAssumptions,
  ...serviceAssumptions,
  ...chatAssumptions,
  ...uploadAssumptions,
  ...telemetryAssumptions,
  ...cacheAssumptions,
  ...databaseAssumptions,
  ...networkAssumptions,
  ...firewallAssumptions,
  ...admissionAssumptions,
  ...dnsAssumptions,
  ...clusterAssumptions,
  ...computeAssumptions,
  ...timelineAssumptions,
  ...costAssumptions,
  ...platformAssumptions,
];
