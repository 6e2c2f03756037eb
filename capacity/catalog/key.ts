/** A one-letter list such as "(A, C, D, H)" says which families a name covers; it would only make the key long. */
const LETTER_LIST = /\((?:[A-Z]{1,2}, )+[A-Z]{1,2}\)/g;

/** Turns a vendor's name into the readable part of a key: lower case, words joined by hyphens. */
export function slug(name: string): string {
  return name
    .replace(LETTER_LIST, " ")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * The stable key of a quota, limit or price.
 *
 * @returns for instance `aws/ec2/running-on-demand-standard-instances`
 */
export function catalogKey(parts: {
  readonly provider: string;
  readonly service: string;
  readonly name: string;
}): string {
  return `${parts.provider}/${parts.service}/${slug(parts.name)}`;
}
