import { WaitingRoom } from "@pulumi/cloudflare/waitingRoom";
import { WaitingRoomRules } from "@pulumi/cloudflare/waitingRoomRules";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { HOST_RULE, Requirements } from "../requirements";

/** The waiting room of an event. */
export interface AdmissionArgs extends Overridable {
  readonly zoneId: Input<string>;
  /** The app host, which Cloudflare must proxy: a room sees nothing else. */
  readonly host: string;
  /** The event's name, for whoever sees the room in the dashboard. */
  readonly event: string;
  /** Viewers who may be in at once; the plan's number, 200 or more. */
  readonly totalActiveUsers: number;
  /** Viewers let in each minute; the plan's number, from 200 to totalActiveUsers. */
  readonly newUsersPerMinute: number;
  /** After how long without a request a viewer is gone, 1 to 30. @default 5 */
  readonly sessionDurationMinutes?: number;
  /** @default "/", the whole host */
  readonly path?: string;
  /** Anything but `fifo` needs Waiting Room Advanced. @default "fifo" */
  readonly queueingMethod?: "fifo" | "random" | "passthrough" | "reject";
  /** Language of Cloudflare's own page. @default "en-US" */
  readonly language?: string;
  /** Expressions of Cloudflare's rules language for what passes without waiting, by description, such as health checks; needs Waiting Room Advanced. @default none */
  readonly bypasses?: Readonly<Record<string, string>>;
}

/** @see facts of cloudflare:index/waitingRoom:WaitingRoom */
const USERS = { min: 200, max: 2_147_483_647 };
const SESSION_MINUTES = { min: 1, max: 30 };
/** Nothing published; a name that any list shows whole. */
const NAME_LENGTH = 60;

/** The waiting room before the app host: who comes when it is full waits, in the order of coming. */
export class Admission extends ComponentResource {
  static readonly type = "tidegate:edge:Admission";
  readonly waitingRoomId: Output<string>;

  constructor(name: string, args: AdmissionArgs, opts?: ComponentResourceOptions) {
    const intent = admissionIntent(Admission.type, name, args);
    super(Admission.type, name, intent, opts);
    const children = new Children(this, name, args);
    const room = children.make(WaitingRoom, "room", {
      zoneId: args.zoneId,
      name: children.physicalName("room", { maxLength: NAME_LENGTH }),
      description: `Waiting room of ${intent.event}`,
      host: intent.host,
      path: intent.path,
      totalActiveUsers: intent.totalActiveUsers,
      newUsersPerMinute: intent.newUsersPerMinute,
      sessionDuration: intent.sessionDurationMinutes,
      queueingMethod: intent.queueingMethod,
      defaultTemplateLanguage: intent.language,
      cookieAttributes: { samesite: "auto", secure: "always" },
    });
    const rules = Object.entries(intent.bypasses).map(([description, expression]) => ({
      action: "bypass_waiting_room",
      description,
      expression,
      enabled: true,
    }));
    if (rules.length > 0)
      children.make(WaitingRoomRules, "bypasses", { zoneId: args.zoneId, waitingRoomId: room.id, rules });
    this.waitingRoomId = room.id;
    children.publish({ waitingRoomId: this.waitingRoomId });
  }
}

function admissionIntent(type: string, name: string, args: AdmissionArgs) {
  const { host, event, totalActiveUsers, newUsersPerMinute, sessionDurationMinutes = 5, path = "/" } = args;
  const { queueingMethod = "fifo", language = "en-US", bypasses = {} } = args;
  new Requirements(type, name)
    .text("host", host, HOST_RULE)
    .whole("totalActiveUsers", totalActiveUsers, USERS)
    .whole("newUsersPerMinute", newUsersPerMinute, { min: USERS.min, max: Math.max(USERS.min, totalActiveUsers) })
    .whole("sessionDurationMinutes", sessionDurationMinutes, SESSION_MINUTES)
    .text("path", path, { pattern: /^\/[!-~]*$/, words: "a path such as /" })
    .oneOf("queueingMethod", queueingMethod, ["fifo", "random", "passthrough", "reject"])
    .text("language", language, { pattern: /^[a-z]{2}-[A-Z]{2}$/, words: "a language such as en-US" })
    .enforce();
  const rates = { totalActiveUsers, newUsersPerMinute, sessionDurationMinutes };
  return { host, event, path, ...rates, queueingMethod, language, bypasses, ...overriddenInputs(args) };
}
