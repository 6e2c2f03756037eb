"use strict";
const pulumi = require("@pulumi/pulumi");
const { Vpc } = require("@pulumi/aws/ec2/vpc.js");
const { Subnet } = require("@pulumi/aws/ec2/subnet.js");

function program() {
  const config = new pulumi.Config();
  const failure = config.get("failure");
  if (failure !== undefined) throw new pulumi.RunError(failure);
  const vpc = new Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { token: config.requireSecret("token") } });
  for (let zone = 0; zone < config.requireNumber("zoneCount"); zone++) {
    new Subnet(`subnet-${zone}`, { vpcId: vpc.id, cidrBlock: `10.0.${zone}.0/24` }, { parent: vpc });
  }
  return { vpcId: vpc.id, stack: pulumi.getStack(), organization: pulumi.getOrganization() };
}

module.exports = async () => {
  try {
    return program();
  } catch (error) {
    // A stack trace sends the SDK's `cmd/run` into a loop of Node 20.20's util.inspect that takes gigabytes and half a minute: see docs/engines.md.
    error.stack = "";
    throw error;
  }
};
