import type { Plan } from "../../capacity/plan-document";
import type { QuotaRequests } from "../../capacity/quotas";
import { oneLine } from "./text";

/** The requests as a shell script: commands first, then as comments what has to be asked in words. */
export function requestScript(plan: Plan, requests: QuotaRequests): string {
  const comment = (text: string) => `# ${oneLine(text)}`;
  const head = comment(
    `Quota requests for ${plan.event.name}: ${requests.commands.length} by command, ${requests.tickets.length} in words.`,
  );
  const tickets = requests.tickets.map((ticket) => comment(ticket));
  return `${[head, ...requests.commands, ...tickets].join("\n")}\n`;
}
