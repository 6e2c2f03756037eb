/**
 * For a thing whose physical name changes with whatever would replace it. Without it, the AWS provider deletes first whenever a program sets a name,
 * also a new one; with it, a replacement that keeps the name is refused as a duplicate, and what serves viewers stays.
 * @see pulumi/pulumi-terraform-bridge, nameRequiresDeleteBeforeReplace
 */
export const CREATE_FIRST = { deleteBeforeReplace: false } as const;
