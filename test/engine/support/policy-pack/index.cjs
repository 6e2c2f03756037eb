"use strict";
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("engine-test", {
  policies: [
    {
      name: "block-size",
      description: "Networks have a /16 block",
      enforcementLevel: "mandatory",
      validateResource: (args, report) => {
        if (args.type === "aws:ec2/vpc:Vpc" && !args.props.cidrBlock.endsWith("/16"))
          report(`block ${args.props.cidrBlock} isn't a /16`);
      },
    },
    {
      name: "tagged",
      description: "Networks have an owner",
      enforcementLevel: "advisory",
      validateResource: (args, report) => {
        if (args.type === "aws:ec2/vpc:Vpc" && args.props.tags?.owner === undefined) report("no owner");
      },
    },
  ],
});
