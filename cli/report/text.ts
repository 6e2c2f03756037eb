// Control characters would steer the terminal, bidirectional overrides would reorder a line.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Text of a user as one safe line: line breaks become spaces, control and direction characters a visible mark. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ").replace(UNPRINTABLE, "\ufffd");
}

/** Upper case for the first letter. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const SPELLINGS: Readonly<Record<string, string>> = {
  vcpu: "vCPU",
  gbps: "Gbps",
  mbps: "Mbps",
  gib: "GiB",
  nat: "NAT",
  lcu: "LCU",
  tls: "TLS",
  dns: "DNS",
};

/** `edgeRequestsPerSecond` → `edge requests/s`, `memoryGib` → `memory GiB`: an identifier as words, units as people write them. */
export function words(identifier: string): string {
  return identifier
    .replace(/PerSecond$/, "/s")
    .replace(/PerMinute$/, "/min")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(" ")
    .map((word) => SPELLINGS[word.toLowerCase()] ?? word.toLowerCase())
    .join(" ");
}

/** `1 blocker`, `2 blockers`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : `${noun}s`}`;
}
