/** A resource's type in the words of a report: `eks.NodeGroup`, `kubernetes.Deployment`, `NodePool`, `provider aws`. */
export function kindOf(type: string): string {
  const [first = "", module = "", last = ""] = type.split(":");
  if (type.startsWith("pulumi:providers:")) return `provider ${last}`;
  if (first === "pulumi" || first === "tidegate") return last;
  if (first === "aws") return `${module.split("/")[0]}.${last}`;
  return `${first}.${last}`;
}
