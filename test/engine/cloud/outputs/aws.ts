import { hex, isGiven, list, number, type Props, props, text, texts, type Value, valuesAt } from "../values";
import { computeVpcOutputs } from "./aws-network";
import { arn, type Making, physicalName, suffix } from "./making";

const GLOBAL = { region: "" };

type Maker = (making: Making) => { readonly id: string; readonly outputs: Props };

function named(
  input: string,
  service: string,
  resource: (name: string) => string,
  place?: { readonly region?: string; readonly account?: string },
  more: (making: Making, name: string) => Props = () => ({}),
): Maker {
  return (making) => {
    const name = physicalName(making, input);
    return {
      id: name,
      outputs: { [input]: name, arn: arn(making, service, resource(name), place), ...more(making, name) },
    };
  };
}

function cloudfrontItem(kind: string, more: (id: string) => Props = () => ({})): Maker {
  return (making) => {
    const id = `E${suffix(making, 13).toUpperCase()}`;
    return {
      id,
      outputs: {
        arn: arn(making, "cloudfront", `${kind}/${id}`, GLOBAL),
        etag: `E${suffix(making, 13).toUpperCase()}`,
        callerReference: id,
        ...more(id),
      },
    };
  };
}

const ofBucket: Maker = (making) => ({ id: text(making.inputs.bucket) ?? "", outputs: {} });

const bucket: Maker = (making) => {
  const name = physicalName(making, "bucket");
  return {
    id: name,
    outputs: {
      bucket: name,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegion: making.region,
      bucketRegionalDomainName: `${name}.s3.${making.region}.amazonaws.com`,
      hostedZoneId: "Z3AQBSTGFYJSTF",
    },
  };
};

const nodeGroup: Maker = (making) => {
  const name = physicalName(making, "nodeGroupName");
  const cluster = text(making.inputs.clusterName) ?? "";
  const unique = `${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`;
  return {
    id: `${cluster}:${name}`,
    outputs: {
      nodeGroupName: name,
      arn: arn(making, "eks", `nodegroup/${cluster}/${name}/${unique}`),
      resources: [{ autoscalingGroups: [{ name: `eks-${name}-${unique}` }], remoteAccessSecurityGroupId: "" }],
      status: "ACTIVE",
      capacityType: text(making.inputs.capacityType) ?? "ON_DEMAND",
      amiType: text(making.inputs.amiType) ?? "AL2023_x86_64_STANDARD",
      version: text(making.inputs.version) ?? clusterVersion(making, cluster),
    },
  };
};

function clusterVersion(making: Making, name: string): Value {
  return (
    making.cloud.objects("aws:eks/cluster:Cluster").find((cluster) => cluster.id === name)?.outputs.version ?? "1.33"
  );
}

const cluster: Maker = (making) => {
  const name = physicalName(making);
  const unique = suffix(making, 32).toUpperCase();
  const subnets = texts(props(making.inputs.vpcConfig).subnetIds);
  const vpcId = making.cloud.objects("aws:ec2/subnet:Subnet").find((subnet) => subnets.includes(subnet.id))
    ?.inputs.vpcId;
  return {
    id: name,
    outputs: {
      name,
      arn: arn(making, "eks", `cluster/${name}`),
      certificateAuthority: { data: Buffer.from(`certificate of ${name}`).toString("base64") },
      createdAt: making.cloud.now().toISOString(),
      endpoint: `https://${unique}.gr7.${making.region}.eks.amazonaws.com`,
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${making.region}.amazonaws.com/id/${unique}` }] }],
      platformVersion: "eks.1",
      status: "ACTIVE",
      version: text(making.inputs.version) ?? "1.33",
      vpcConfig: {
        ...props(making.inputs.vpcConfig),
        vpcId: vpcId ?? "",
        clusterSecurityGroupId: `sg-${suffix(making, 17)}`,
      },
    },
  };
};

const loadBalancer: Maker = (making) => {
  const name = physicalName(making);
  const kind = making.inputs.loadBalancerType === "network" ? "net" : "app";
  const unique = suffix(making, 16);
  const first = texts(making.inputs.subnets)[0] ?? text(valuesAt(making.inputs, "subnetMappings.subnetId")[0]);
  return {
    id: arn(making, "elasticloadbalancing", `loadbalancer/${kind}/${name}/${unique}`),
    outputs: {
      name,
      arn: arn(making, "elasticloadbalancing", `loadbalancer/${kind}/${name}/${unique}`),
      arnSuffix: `${kind}/${name}/${unique}`,
      dnsName: `${making.inputs.internal === true ? "internal-" : ""}${name}-${number(`0x${unique.slice(0, 8)}`)}.${kind === "net" ? "elb." : ""}${making.region}.${kind === "net" ? "amazonaws.com" : "elb.amazonaws.com"}`,
      vpcId: making.cloud.objects("aws:ec2/subnet:Subnet").find((subnet) => subnet.id === first)?.inputs.vpcId ?? "",
      zoneId: kind === "net" ? "Z26RNL4JYFTOTI" : "Z35SXDOTRQ7X7K",
    },
  };
};

const targetGroup: Maker = (making) => {
  const name = physicalName(making);
  const unique = suffix(making, 16);
  const id = arn(making, "elasticloadbalancing", `targetgroup/${name}/${unique}`);
  return { id, outputs: { name, arn: id, arnSuffix: `targetgroup/${name}/${unique}`, loadBalancerArns: [] } };
};

const listener: Maker = (making) => {
  const balancer = (text(making.inputs.loadBalancerArn) ?? "").split(":loadbalancer/")[1] ?? "";
  const id = arn(making, "elasticloadbalancing", `listener/${balancer}/${suffix(making, 16)}`);
  return { id, outputs: { arn: id } };
};

const listenerRule: Maker = (making) => {
  const parent = (text(making.inputs.listenerArn) ?? "").split(":listener/")[1] ?? "";
  const id = arn(making, "elasticloadbalancing", `listener-rule/${parent}/${suffix(making, 16)}`);
  const taken = making.cloud
    .objects(making.type)
    .filter((rule) => rule.inputs.listenerArn === making.inputs.listenerArn);
  const highest = Math.max(0, ...taken.map((rule) => number(rule.outputs.priority) ?? 0));
  return { id, outputs: { arn: id, priority: number(making.inputs.priority) ?? highest + 1 } };
};

function wafItem(kind: string): Maker {
  return (making) => {
    const name = physicalName(making);
    const scope = making.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    const id = `${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`;
    return {
      id,
      outputs: {
        name,
        arn: arn(making, "wafv2", `${scope}/${kind}/${name}/${id}`),
        lockToken: suffix(making, 32),
        ...(kind === "webacl" ? { capacity: number(making.inputs.capacity) ?? 0, applicationIntegrationUrl: "" } : {}),
      },
    };
  };
}

const distribution: Maker = (making) => {
  const item = cloudfrontItem("distribution", (id) => ({
    domainName: `d${hex(id, 13)}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
    lastModifiedTime: making.cloud.now().toISOString(),
    inProgressValidationBatches: 0,
    loggingV1Enabled: false,
    status: "Deployed",
    trustedKeyGroups: [{ enabled: false, items: [] }],
    trustedSigners: [{ enabled: false, items: [] }],
  }));
  return item(making);
};

const certificate: Maker = (making) => {
  const id = arn(
    making,
    "acm",
    `certificate/${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`,
  );
  const domain = text(making.inputs.domainName) ?? "";
  const names = [...new Set([domain, ...texts(making.inputs.subjectAlternativeNames)])];
  return {
    id,
    outputs: {
      arn: id,
      status: making.inputs.privateKey === undefined ? "PENDING_VALIDATION" : "ISSUED",
      type: making.inputs.privateKey === undefined ? "AMAZON_ISSUED" : "IMPORTED",
      subjectAlternativeNames: names,
      validationEmails: [],
      notAfter: "",
      notBefore: "",
      pendingRenewal: false,
      renewalEligibility: "INELIGIBLE",
      renewalSummaries: [],
      domainValidationOptions: names.map((name) => ({
        domainName: name,
        resourceRecordName: `_${hex(name, 32)}.${name.replace(/^\*\./, "")}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${hex(`value ${name}`, 32)}.acm-validations.aws.`,
      })),
    },
  };
};

const launchTemplate: Maker = (making) => {
  const id = `lt-${suffix(making, 17)}`;
  return {
    id,
    outputs: {
      name: physicalName(making),
      arn: arn(making, "ec2", `launch-template/${id}`),
      latestVersion: 1,
      defaultVersion: 1,
    },
  };
};

const replicationGroup: Maker = (making) => {
  const id = (text(making.inputs.replicationGroupId) ?? physicalName(making, "replicationGroupId")).toLowerCase();
  const shards = number(making.inputs.numNodeGroups) ?? 1;
  const nodes =
    number(making.inputs.numCacheClusters) ?? shards * (1 + (number(making.inputs.replicasPerNodeGroup) ?? 0));
  const clustered = isGiven(making.inputs.numNodeGroups);
  const host = `${id}.${hex(id, 6)}.${making.region.split("-")[0]}e1.cache.amazonaws.com`;
  return {
    id,
    outputs: {
      replicationGroupId: id,
      arn: arn(making, "elasticache", `replicationgroup:${id}`),
      clusterEnabled: clustered,
      engineVersionActual: text(making.inputs.engineVersion) ?? "7.1.0",
      memberClusters: Array.from({ length: nodes }, (_, index) => `${id}-${String(index + 1).padStart(3, "0")}`),
      ...(clustered
        ? { configurationEndpointAddress: `clustercfg.${host}` }
        : { primaryEndpointAddress: `master.${host}`, readerEndpointAddress: `replica.${host}` }),
    },
  };
};

const serverlessCache: Maker = (making) => {
  const name = (text(making.inputs.name) ?? physicalName(making)).toLowerCase();
  const host = `${name}-${hex(name, 6)}.serverless.use1.cache.amazonaws.com`;
  return {
    id: name,
    outputs: {
      name,
      arn: arn(making, "elasticache", `serverlesscache:${name}`),
      status: "available",
      createTime: making.cloud.now().toISOString(),
      fullEngineVersion: "8.0",
      endpoints: [{ address: host, port: 6379 }],
      readerEndpoints: [{ address: host, port: 6380 }],
    },
  };
};

const rdsCluster: Maker = (making) => {
  const id = physicalName(making, "clusterIdentifier");
  const host = `${hex(id, 12)}.${making.region}.rds.amazonaws.com`;
  return {
    id,
    outputs: {
      clusterIdentifier: id,
      arn: arn(making, "rds", `cluster:${id}`),
      clusterResourceId: `cluster-${suffix(making, 26).toUpperCase()}`,
      endpoint: `${id}.cluster-${host}`,
      readerEndpoint: `${id}.cluster-ro-${host}`,
      hostedZoneId: "Z2R2ITUGPM61AM",
      engineVersionActual: text(making.inputs.engineVersion) ?? "16.4",
      port: number(making.inputs.port) ?? (text(making.inputs.engine)?.includes("postgresql") === true ? 5432 : 3306),
    },
  };
};

const rdsInstance: Maker = (making) => {
  const id = physicalName(making, "identifier");
  const owner = text(making.inputs.clusterIdentifier);
  const siblings = making.cloud.objects(making.type).filter((object) => object.inputs.clusterIdentifier === owner);
  return {
    id,
    outputs: {
      identifier: id,
      arn: arn(making, "rds", `db:${id}`),
      dbiResourceId: `db-${suffix(making, 26).toUpperCase()}`,
      endpoint: `${id}.${hex(id, 12)}.${making.region}.rds.amazonaws.com`,
      engineVersionActual: text(making.inputs.engineVersion) ?? "16.4",
      port: text(making.inputs.engine)?.includes("postgresql") === true ? 5432 : 3306,
      writer: siblings.length === 0,
      storageEncrypted: false,
      networkType: "IPV4",
      kmsKeyId: "",
    },
  };
};

const queue: Maker = (making) => {
  const name = physicalName(making);
  const url = `https://sqs.${making.region}.amazonaws.com/${making.account}/${name}`;
  return { id: url, outputs: { name, url, arn: arn(making, "sqs", name) } };
};

const schedule: Maker = (making) => {
  const name = physicalName(making);
  const group = text(making.inputs.groupName) ?? "default";
  return {
    id: `${group}/${name}`,
    outputs: {
      name,
      groupName: group,
      arn: arn(making, "scheduler", `schedule/${group}/${name}`),
      state: text(making.inputs.state) ?? "ENABLED",
      actionAfterCompletion: text(making.inputs.actionAfterCompletion) ?? "NONE",
    },
  };
};

const kmsKey: Maker = (making) => {
  const id = `${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`;
  return { id, outputs: { keyId: id, arn: arn(making, "kms", `key/${id}`) } };
};

const joined =
  (...inputs: readonly string[]): Maker =>
  (making) => ({ id: inputs.map((input) => text(making.inputs[input]) ?? "").join(":"), outputs: {} });

const zone: Maker = (making) => {
  const id = `Z${suffix(making, 20).toUpperCase()}`;
  const servers = [1, 2, 3, 4].map((index) => `ns-${index}.awsdns-0${index}.org`);
  return {
    id,
    outputs: {
      zoneId: id,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      nameServers: servers,
      primaryNameServer: servers[0] ?? "",
    },
  };
};

const record: Maker = (making) => ({
  id: [making.inputs.zoneId, making.inputs.name, making.inputs.type, making.inputs.setIdentifier]
    .filter(isGiven)
    .join("_"),
  outputs: { fqdn: text(making.inputs.name) ?? "" },
});

const lambda = named(
  "name",
  "lambda",
  (name) => `function:${name}`,
  undefined,
  (making, name) => ({
    invokeArn: `arn:aws:apigateway:${making.region}:lambda:path/2015-03-31/functions/${arn(making, "lambda", `function:${name}`)}/invocations`,
    qualifiedArn: `${arn(making, "lambda", `function:${name}`)}:$LATEST`,
    lastModified: making.cloud.now().toISOString(),
    version: "$LATEST",
  }),
);

const iamItem =
  (kind: string, more: Props = {}): Maker =>
  (making) => {
    const name = physicalName(making);
    const path = text(making.inputs.path) ?? "/";
    const id = kind === "policy" ? arn(making, "iam", `${kind}${path}${name}`, GLOBAL) : name;
    return {
      id,
      outputs: {
        name,
        arn: arn(making, "iam", `${kind}${path}${name}`, GLOBAL),
        createDate: making.cloud.now().toISOString(),
        uniqueId: `A${suffix(making, 20).toUpperCase()}`,
        ...more,
      },
    };
  };

const MAKERS: Readonly<Record<string, Maker>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:eks/cluster:Cluster": cluster,
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "aws:eks/addon:Addon": (making) => {
    const outputs = joined("clusterName", "addonName")(making);
    return {
      id: outputs.id,
      outputs: {
        arn: arn(making, "eks", `addon/${outputs.id.replace(":", "/")}/${suffix(making, 12)}`),
        addonVersion: text(making.inputs.addonVersion) ?? "v1.20.0-eksbuild.1",
        createdAt: making.cloud.now().toISOString(),
        modifiedAt: making.cloud.now().toISOString(),
      },
    };
  },
  "aws:eks/accessEntry:AccessEntry": (making) => ({
    id: joined("clusterName", "principalArn")(making).id,
    outputs: {
      accessEntryArn: arn(
        making,
        "eks",
        `access-entry/${making.inputs.clusterName}/role/${making.account}/${suffix(making, 12)}`,
      ),
      createdAt: making.cloud.now().toISOString(),
      modifiedAt: making.cloud.now().toISOString(),
      userName: text(making.inputs.principalArn) ?? "",
    },
  }),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": (making) => ({
    id: ["clusterName", "principalArn", "policyArn"].map((input) => making.inputs[input]).join("#"),
    outputs: { associatedAt: making.cloud.now().toISOString(), modifiedAt: making.cloud.now().toISOString() },
  }),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (making) => {
    const id = `a-${suffix(making, 17)}`;
    return {
      id,
      outputs: {
        associationId: id,
        associationArn: arn(making, "eks", `podidentityassociation/${making.inputs.clusterName}/${id}`),
        externalId: "",
      },
    };
  },
  "aws:iam/role:Role": iamItem("role"),
  "aws:iam/policy:Policy": iamItem("policy", { attachmentCount: 0, policyId: "ANPA" }),
  "aws:iam/instanceProfile:InstanceProfile": iamItem("instance-profile"),
  "aws:iam/rolePolicy:RolePolicy": (making) => {
    const name = physicalName(making);
    return { id: `${making.inputs.role}:${name}`, outputs: { name } };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": joined("role", "policyArn"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (making) => {
    const id = arn(
      making,
      "iam",
      `oidc-provider/${(text(making.inputs.url) ?? "").replace(/^https:\/\//, "")}`,
      GLOBAL,
    );
    return { id, outputs: { arn: id } };
  },
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketObject:BucketObject": (making) => ({
    id: `${making.inputs.bucket}/${making.inputs.key ?? making.name}`,
    outputs: {
      key: text(making.inputs.key) ?? making.name,
      arn: `arn:aws:s3:::${making.inputs.bucket}/${making.inputs.key ?? making.name}`,
      versionId: suffix(making, 32),
    },
  }),
  "aws:s3/bucketObjectv2:BucketObjectv2": (making) => ({
    id: `${making.inputs.bucket}/${making.inputs.key ?? making.name}`,
    outputs: {
      key: text(making.inputs.key) ?? making.name,
      arn: `arn:aws:s3:::${making.inputs.bucket}/${making.inputs.key ?? making.name}`,
      versionId: suffix(making, 32),
    },
  }),
  ...Object.fromEntries(
    [
      "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "bucketPolicy:BucketPolicy",
      "bucketPublicAccessBlock:BucketPublicAccessBlock",
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "bucketVersioning:BucketVersioning",
      "bucketOwnershipControls:BucketOwnershipControls",
      "bucketCorsConfiguration:BucketCorsConfiguration",
      "bucketNotification:BucketNotification",
    ].map((type): [string, Maker] => [`aws:s3/${type}`, ofBucket]),
  ),
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:cloudfront/cachePolicy:CachePolicy": cloudfrontItem("cache-policy"),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": cloudfrontItem("origin-request-policy"),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": cloudfrontItem("response-headers-policy"),
  "aws:cloudfront/originAccessControl:OriginAccessControl": cloudfrontItem("origin-access-control"),
  "aws:cloudfront/publicKey:PublicKey": cloudfrontItem("public-key"),
  "aws:cloudfront/keyGroup:KeyGroup": cloudfrontItem("key-group"),
  "aws:cloudfront/function:Function": named(
    "name",
    "cloudfront",
    (name) => `function/${name}`,
    GLOBAL,
    (making) => ({
      etag: `E${suffix(making, 13).toUpperCase()}`,
      liveStageEtag: `E${suffix(making, 13).toUpperCase()}`,
      status: "UNASSOCIATED",
    }),
  ),
  "aws:cloudfront/keyValueStore:KeyValueStore": (making) => {
    const id = `${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`;
    return {
      id: physicalName(making),
      outputs: {
        name: physicalName(making),
        arn: arn(making, "cloudfront", `key-value-store/${id}`, GLOBAL),
        etag: `E${suffix(making, 13).toUpperCase()}`,
        lastModifiedTime: making.cloud.now().toISOString(),
      },
    };
  },
  "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig": (making) => {
    const id = arn(making, "cloudfront", `realtime-log-config/${physicalName(making)}`, GLOBAL);
    return { id, outputs: { name: physicalName(making), arn: id } };
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": joined("distributionId"),
  "aws:acm/certificate:Certificate": certificate,
  "aws:acm/certificateValidation:CertificateValidation": (making) => ({
    id: making.cloud.now().toISOString(),
    outputs: {},
  }),
  "aws:wafv2/webAcl:WebAcl": wafItem("webacl"),
  "aws:wafv2/ipSet:IpSet": wafItem("ipset"),
  "aws:wafv2/ruleGroup:RuleGroup": wafItem("rulegroup"),
  "aws:wafv2/webAclRule:WebAclRule": (making) => ({
    id: `${making.inputs.webAclArn},${physicalName(making)}`,
    outputs: { name: physicalName(making) },
  }),
  "aws:wafv2/webAclAssociation:WebAclAssociation": joined("webAclArn", "resourceArn"),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": joined("resourceArn"),
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": (making) => ({
    id: `${making.inputs.targetGroupArn}-${suffix(making, 26)}`,
    outputs: {},
  }),
  "aws:lb/listener:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
  "aws:elasticache/serverlessCache:ServerlessCache": serverlessCache,
  "aws:elasticache/subnetGroup:SubnetGroup": named("name", "elasticache", (name) => `subnetgroup:${name}`),
  "aws:elasticache/parameterGroup:ParameterGroup": named("name", "elasticache", (name) => `parametergroup:${name}`),
  "aws:elasticache/user:User": named("userId", "elasticache", (name) => `user:${name}`),
  "aws:elasticache/userGroup:UserGroup": named("userGroupId", "elasticache", (name) => `usergroup:${name}`),
  "aws:rds/cluster:Cluster": rdsCluster,
  "aws:rds/clusterInstance:ClusterInstance": rdsInstance,
  "aws:rds/subnetGroup:SubnetGroup": named(
    "name",
    "rds",
    (name) => `subgrp:${name}`,
    undefined,
    () => ({ supportedNetworkTypes: ["IPV4"] }),
  ),
  "aws:rds/clusterEndpoint:ClusterEndpoint": named(
    "clusterEndpointIdentifier",
    "rds",
    (name) => `cluster-endpoint:${name}`,
    undefined,
    (making, name) => ({ endpoint: `${name}.cluster-custom-${hex(name, 12)}.${making.region}.rds.amazonaws.com` }),
  ),
  "aws:route53/zone:Zone": zone,
  "aws:route53/record:Record": record,
  "aws:scheduler/schedule:Schedule": schedule,
  "aws:scheduler/scheduleGroup:ScheduleGroup": named(
    "name",
    "scheduler",
    (name) => `schedule-group/${name}`,
    undefined,
    (making) => ({
      creationDate: making.cloud.now().toISOString(),
      lastModificationDate: making.cloud.now().toISOString(),
      state: "ACTIVE",
    }),
  ),
  "aws:sfn/stateMachine:StateMachine": (making) => {
    const name = physicalName(making);
    const id = arn(making, "states", `stateMachine:${name}`);
    return {
      id,
      outputs: {
        name,
        arn: id,
        creationDate: making.cloud.now().toISOString(),
        description: "",
        revisionId: "",
        stateMachineVersionArn: "",
        status: "ACTIVE",
        versionDescription: "",
      },
    };
  },
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": joined("queueUrl"),
  "aws:sns/topic:Topic": (making) => {
    const name = physicalName(making);
    const id = arn(making, "sns", name);
    return { id, outputs: { name, arn: id, owner: making.account, beginningArchiveTime: "" } };
  },
  "aws:sns/topicSubscription:TopicSubscription": (making) => {
    const id = `${making.inputs.topic}:${suffix(making, 8)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 4)}-${suffix(making, 12)}`;
    return {
      id,
      outputs: {
        arn: id,
        ownerId: making.account,
        confirmationWasAuthenticated: making.inputs.protocol === "sqs",
        pendingConfirmation: ["email", "email-json", "sms"].includes(text(making.inputs.protocol) ?? ""),
      },
    };
  },
  "aws:sns/topicPolicy:TopicPolicy": (making) => ({
    id: text(making.inputs.arn) ?? "",
    outputs: { owner: making.account },
  }),
  "aws:ssm/parameter:Parameter": named(
    "name",
    "ssm",
    (name) => `parameter/${name.replace(/^\//, "")}`,
    undefined,
    (making) => ({
      version: (number(making.old?.version) ?? 0) + 1,
      hasValueWo: false,
      tier: text(making.inputs.tier) ?? "Standard",
    }),
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name", "cloudwatch", (name) => `alarm:${name}`),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": named("alarmName", "cloudwatch", (name) => `alarm:${name}`),
  "aws:cloudwatch/dashboard:Dashboard": (making) => ({
    id: text(making.inputs.dashboardName) ?? "",
    outputs: { dashboardArn: `arn:aws:cloudwatch::${making.account}:dashboard/${making.inputs.dashboardName}` },
  }),
  "aws:cloudwatch/logGroup:LogGroup": named("name", "logs", (name) => `log-group:${name}`),
  "aws:cloudwatch/eventRule:EventRule": named("name", "events", (name) => `rule/${name}`),
  "aws:cloudwatch/eventTarget:EventTarget": (making) => {
    const targetId = text(making.inputs.targetId) ?? `terraform-${suffix(making, 20)}`;
    return { id: `${making.inputs.rule}-${targetId}`, outputs: { targetId } };
  },
  "aws:kinesis/stream:Stream": (making) => {
    const name = physicalName(making);
    const id = arn(making, "kinesis", `stream/${name}`);
    return { id, outputs: { name, arn: id } };
  },
  "aws:budgets/budget:Budget": (making) => ({
    id: `${making.account}:${physicalName(making)}`,
    outputs: {
      name: physicalName(making),
      accountId: making.account,
      arn: `arn:aws:budgets::${making.account}:budget/${physicalName(making)}`,
    },
  }),
  "aws:servicequotas/serviceQuota:ServiceQuota": (making) => ({
    id: `${making.inputs.serviceCode}/${making.inputs.quotaCode}`,
    outputs: {
      arn: arn(making, "servicequotas", `${making.inputs.serviceCode}/${making.inputs.quotaCode}`),
      adjustable: true,
      defaultValue: making.cloud.quota(text(making.inputs.quotaCode) ?? "") ?? 0,
      quotaName: text(making.inputs.quotaCode) ?? "",
      requestId: suffix(making, 32),
      requestStatus: "PENDING",
      serviceName: text(making.inputs.serviceCode) ?? "",
      usageMetrics: [],
    },
  }),
  "aws:autoscaling/schedule:Schedule": named(
    "scheduledActionName",
    "autoscaling",
    (name) => `scheduledUpdateGroupAction:${name}`,
  ),
  "aws:appautoscaling/target:Target": (making) => ({
    id: text(making.inputs.resourceId) ?? "",
    outputs: { arn: arn(making, "application-autoscaling", `scalable-target/${suffix(making, 28)}`) },
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": (making) => ({
    id: `${physicalName(making)}-${making.inputs.serviceNamespace}-${making.inputs.resourceId}`,
    outputs: { name: physicalName(making), arn: arn(making, "autoscaling", `scheduledAction:${suffix(making, 28)}`) },
  }),
  "aws:kms/key:Key": kmsKey,
  "aws:kms/alias:Alias": (making) => {
    const name = physicalName(making);
    const key = (text(making.inputs.targetKeyId) ?? "").split("/").at(-1) ?? "";
    return {
      id: name,
      outputs: { name, arn: arn(making, "kms", name), targetKeyArn: arn(making, "kms", `key/${key}`) },
    };
  },
  "aws:lambda/function:Function": lambda,
  "aws:lambda/permission:Permission": (making) => {
    const id = text(making.inputs.statementId) ?? `terraform-${suffix(making, 26)}`;
    return { id, outputs: { statementId: id } };
  },
  "aws:codebuild/project:Project": (making) => {
    const name = physicalName(making);
    const id = arn(making, "codebuild", `project/${name}`);
    return { id, outputs: { name, arn: id, badgeUrl: "", publicProjectAlias: "" } };
  },
};

/** The types whose provider changes a computed output with every update, so that a preview can't know it. */
export const VOLATILE: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": ["latestVersion"],
  "aws:ssm/parameter:Parameter": ["version"],
};

/** The id and the computed outputs of a new AWS object. @throws Error for a type without a maker, a defect of the stand-in */
export function makeAws(making: Making): { readonly id: string; readonly outputs: Props } {
  const network = computeVpcOutputs(making);
  if (network !== undefined) return network;
  const maker = MAKERS[making.type];
  if (maker === undefined) throw new Error(`${making.type}: no computed outputs are known for this type`);
  return maker(making);
}

/** The computed outputs that an update changes. */
export function remakeAws(making: Making): Props {
  if (making.type === "aws:ec2/launchTemplate:LaunchTemplate") {
    const version = (number(making.old?.latestVersion) ?? 1) + 1;
    return {
      latestVersion: version,
      ...(making.inputs.updateDefaultVersion === true ? { defaultVersion: version } : {}),
    };
  }
  if (making.type === "aws:ssm/parameter:Parameter") return { version: (number(making.old?.version) ?? 1) + 1 };
  if (making.type === "aws:eks/cluster:Cluster") {
    return { vpcConfig: { ...props(making.old?.vpcConfig), ...props(making.inputs.vpcConfig) } };
  }
  if (making.type === "aws:elasticache/replicationGroup:ReplicationGroup") {
    return { memberClusters: props(replicationGroup(making).outputs).memberClusters ?? list(undefined) };
  }
  return {};
}
