import type { Props, Value } from "../engine/cloud/values";
import type { World } from "./world";

type Example = (world: World, variant: number) => Props | Promise<Props>;

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

/** The services that the examples' one role trusts. */
export const TRUSTED = ["eks", "ec2", "scheduler", "states", "lambda", "codebuild", "vpc-flow-logs", "pods.eks"]
  .map((name) => `${name}.amazonaws.com`)
  .join(" ");

const DOCUMENT = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
  ],
});

const PEM = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu\n-----END PUBLIC KEY-----\n";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"] as const;

const VISIBLE: Props = { cloudwatchMetricsEnabled: true, metricName: "all", sampledRequestsEnabled: true };

const T = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  table: "aws:ec2/routeTable:RouteTable",
  group: "aws:ec2/securityGroup:SecurityGroup",
  role: "aws:iam/role:Role",
  cluster: "aws:eks/cluster:Cluster",
  bucket: "aws:s3/bucket:Bucket",
  distribution: "aws:cloudfront/distribution:Distribution",
  acl: "aws:wafv2/webAcl:WebAcl",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  targets: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
  queue: "aws:sqs/queue:Queue",
  topic: "aws:sns/topic:Topic",
  dbCluster: "aws:rds/cluster:Cluster",
  zone: "cloudflare:index/zone:Zone",
  room: "cloudflare:index/waitingRoom:WaitingRoom",
  pool: "cloudflare:index/loadBalancerPool:LoadBalancerPool",
} as const;

const subnets = async (world: World): Promise<readonly string[]> => [
  await world.id(T.subnet, 0),
  await world.id(T.subnet, 1),
];
const bucketOf = async (world: World): Promise<Props> => ({ bucket: await world.id(T.bucket) });
const role = (world: World): Promise<Value> => world.output(T.role, "arn");
const tail = (variant: number): string => (variant === 0 ? "" : `-${variant}`);

const bucketPart =
  (more: Props): Example =>
  async (world) => ({ ...(await bucketOf(world)), ...more });

const pod = (labels: Props): Props => ({
  metadata: { labels },
  spec: {
    containers: [
      {
        name: "main",
        image: "registry.example/app:1",
        resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      },
    ],
  },
});

const workload =
  (more: Props = {}): Example =>
  (_world, variant) => ({
    metadata: { name: `web${tail(variant)}` },
    spec: { selector: { matchLabels: { app: "web" } }, template: pod({ app: "web" }), ...more },
  });

const object =
  (name: string, more: Props = {}): Example =>
  (_world, variant) => ({ metadata: { name: `${name}${tail(variant)}` }, ...more });

const keda = async (world: World): Promise<void> => {
  await world.the("kubernetes:helm.sh/v3:Release");
};

const rule = async (world: World, source: Props): Promise<Props> => ({
  securityGroupId: await world.id(T.group),
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  ...source,
});

const account: Props = { accountId: "0123456789abcdef0123456789abcdef" };

/** The smallest valid inputs of every type; a variant differs from the others in what must be unique. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  [T.vpc]: (_world, variant) => ({ cidrBlock: `10.${variant}.0.0/16` }),
  [T.subnet]: async (world, variant) => ({
    vpcId: await world.id(T.vpc),
    cidrBlock: `10.0.${variant * 16}.0/20`,
    availabilityZone: ZONES[variant % 3] ?? ZONES[0],
  }),
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": async (world, variant) => ({
    vpcId: await world.id(T.vpc),
    cidrBlock: `100.${64 + variant}.0.0/16`,
  }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": async (world, variant) => ({
    vpcId: await world.id(T.vpc, variant),
  }),
  "aws:ec2/subnetCidrReservation:SubnetCidrReservation": async (world) => ({
    subnetId: await world.id(T.subnet),
    cidrBlock: "10.0.8.0/21",
    reservationType: "prefix",
  }),
  [T.gateway]: async (world, variant) => ({ vpcId: await world.id(T.vpc, variant) }),
  "aws:ec2/natGateway:NatGateway": async (world, variant) => {
    await world.the(T.gateway);
    return { subnetId: await world.id(T.subnet), allocationId: await world.id("aws:ec2/eip:Eip", variant) };
  },
  "aws:ec2/eip:Eip": () => ({ domain: "vpc" }),
  [T.table]: async (world) => ({ vpcId: await world.id(T.vpc) }),
  "aws:ec2/route:Route": async (world, variant) => ({
    routeTableId: await world.id(T.table),
    destinationCidrBlock: variant === 0 ? "0.0.0.0/0" : `192.168.${variant}.0/24`,
    gatewayId: await world.id(T.gateway),
  }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": async (world, variant) => ({
    routeTableId: await world.id(T.table),
    subnetId: await world.id(T.subnet, variant),
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": async (world, variant) => ({
    vpcId: await world.id(T.vpc),
    serviceName: "com.amazonaws.us-east-1.s3",
    vpcEndpointType: "Gateway",
    routeTableIds: [await world.id(T.table, variant)],
  }),
  "aws:ec2/flowLog:FlowLog": async (world, variant) => ({
    vpcId: await world.id(T.vpc, variant),
    trafficType: "ALL",
    logDestinationType: "s3",
    logDestination: "arn:aws:s3:::logs",
  }),
  [T.group]: async (world, variant) => ({ vpcId: await world.id(T.vpc), name: `group${tail(variant)}` }),
  "aws:ec2/launchTemplate:LaunchTemplate": (_world, variant) => ({
    name: `template${tail(variant)}`,
    metadataOptions: { httpTokens: "required" },
  }),
  "aws:ec2/capacityReservation:CapacityReservation": () => ({
    availabilityZone: ZONES[0],
    instanceCount: 2,
    instancePlatform: "Linux/UNIX",
    instanceType: "c7g.large",
  }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (world, variant) =>
    rule(world, { cidrIpv4: `10.9.${variant}.0/24` }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (world, variant) =>
    rule(world, { cidrIpv4: `10.9.${variant}.0/24` }),
  [T.cluster]: async (world, variant) => ({
    name: `cluster${tail(variant)}`,
    roleArn: await role(world),
    vpcConfig: { subnetIds: await subnets(world) },
    version: "1.33",
  }),
  "aws:eks/nodeGroup:NodeGroup": async (world, variant) => ({
    clusterName: await world.id(T.cluster),
    nodeGroupName: `nodes${tail(variant)}`,
    nodeRoleArn: await role(world),
    subnetIds: [await world.id(T.subnet)],
    instanceTypes: ["c7g.xlarge"],
    scalingConfig: { minSize: 1, maxSize: 10, desiredSize: 2 },
  }),
  "aws:eks/addon:Addon": async (world, variant) => ({
    clusterName: await world.id(T.cluster),
    addonName: variant === 0 ? "vpc-cni" : `addon-${variant}`,
  }),
  "aws:eks/accessEntry:AccessEntry": async (world, variant) => ({
    clusterName: await world.id(T.cluster, variant),
    principalArn: await role(world),
  }),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": async (world) => {
    await world.the("aws:eks/accessEntry:AccessEntry");
    return {
      clusterName: await world.id(T.cluster),
      principalArn: await role(world),
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    };
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": async (world, variant) => ({
    clusterName: await world.id(T.cluster),
    namespace: "default",
    serviceAccount: `account${tail(variant)}`,
    roleArn: await role(world),
  }),
  [T.role]: (_world, variant) => ({ name: `role${tail(variant)}`, assumeRolePolicy: trust(TRUSTED) }),
  "aws:iam/rolePolicy:RolePolicy": async (world, variant) => ({
    name: `inline${tail(variant)}`,
    role: await world.id(T.role),
    policy: DOCUMENT,
  }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": async (world) => ({
    role: await world.id(T.role),
    policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  }),
  "aws:iam/policy:Policy": (_world, variant) => ({ name: `policy${tail(variant)}`, policy: DOCUMENT }),
  "aws:iam/instanceProfile:InstanceProfile": async (world, variant) => ({
    name: `profile${tail(variant)}`,
    role: await world.id(T.role),
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (_world, variant) => ({
    url: `https://issuer${tail(variant)}.example.com`,
    clientIdLists: ["sts.amazonaws.com"],
  }),
  [T.bucket]: (_world, variant) => ({ bucket: `tidegate-segments${tail(variant)}` }),
  "aws:s3/bucketV2:BucketV2": (_world, variant) => ({ bucket: `tidegate-older${tail(variant)}` }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketPart({
    rules: [
      {
        id: "old",
        status: "Enabled",
        expiration: { days: 90 },
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      },
    ],
  }),
  "aws:s3/bucketPolicy:BucketPolicy": bucketPart({ policy: DOCUMENT }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPart({
    blockPublicAcls: true,
    blockPublicPolicy: true,
  }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketPart({
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  }),
  "aws:s3/bucketVersioning:BucketVersioning": bucketPart({ versioningConfiguration: { status: "Enabled" } }),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketPart({
    rule: { objectOwnership: "BucketOwnerEnforced" },
  }),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": bucketPart({
    corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }],
  }),
  "aws:s3/bucketNotification:BucketNotification": async (world) => {
    const queue = await world.the(T.queue);
    await world.the("aws:sqs/queuePolicy:QueuePolicy");
    return {
      ...(await bucketOf(world)),
      queues: [{ queueArn: queue.outputs.arn ?? "", events: ["s3:ObjectCreated:*"] }],
    };
  },
  "aws:s3/bucketObject:BucketObject": bucketPart({ key: "hello.txt", content: "hello" }),
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketPart({ key: "steering.json", content: "{}" }),
  [T.distribution]: (_world, variant) => ({
    enabled: true,
    origins: [
      {
        originId: "media",
        domainName: `origin${tail(variant)}.example.com`,
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "media",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  }),
  "aws:cloudfront/cachePolicy:CachePolicy": (_world, variant) => ({
    name: `manifests${tail(variant)}`,
    minTtl: 0,
    defaultTtl: 2,
    maxTtl: 4,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
    },
  }),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": (_world, variant) => ({
    name: `request${tail(variant)}`,
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "all" },
  }),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (_world, variant) => ({
    name: `headers${tail(variant)}`,
    serverTimingHeadersConfig: { enabled: true, samplingRate: 1 },
  }),
  "aws:cloudfront/originAccessControl:OriginAccessControl": (_world, variant) => ({
    name: `control${tail(variant)}`,
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  }),
  "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig": async (world, variant) => ({
    name: `logs${tail(variant)}`,
    samplingRate: 5,
    fields: ["timestamp"],
    endpoint: {
      streamType: "Kinesis",
      kinesisStreamConfig: {
        roleArn: await role(world),
        streamArn: "arn:aws:kinesis:us-east-1:111122223333:stream/logs",
      },
    },
  }),
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": async (world, variant) => ({
    distributionId: await world.id(T.distribution, variant),
    monitoringSubscription: { realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" } },
  }),
  "aws:cloudfront/keyValueStore:KeyValueStore": (_world, variant) => ({ name: `flags${tail(variant)}` }),
  "aws:cloudfront/publicKey:PublicKey": (_world, variant) => ({ name: `key${tail(variant)}`, encodedKey: PEM }),
  "aws:cloudfront/keyGroup:KeyGroup": async (world, variant) => ({
    name: `keys${tail(variant)}`,
    items: [await world.id("aws:cloudfront/publicKey:PublicKey")],
  }),
  "aws:cloudfront/function:Function": (_world, variant) => ({
    name: `rewrite${tail(variant)}`,
    runtime: "cloudfront-js-2.0",
    code: "function handler(event) { return event.request; }",
  }),
  "aws:acm/certificate:Certificate": (_world, variant) => ({
    domainName: `media${tail(variant)}.example.com`,
    validationMethod: "DNS",
  }),
  "aws:acm/certificateValidation:CertificateValidation": async (world) => ({
    certificateArn: await world.id("aws:acm/certificate:Certificate"),
  }),
  [T.acl]: (_world, variant) => ({
    name: `acl${tail(variant)}`,
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: VISIBLE,
    rules: [
      {
        name: "rate",
        priority: 1,
        action: { block: {} },
        visibilityConfig: VISIBLE,
        statement: { rateBasedStatement: { limit: 1000, aggregateKeyType: "IP" } },
      },
    ],
  }),
  "aws:wafv2/webAclRule:WebAclRule": async (world, variant) => ({
    webAclArn: await world.output(T.acl, "arn"),
    name: `tight${tail(variant)}`,
    priority: 10 + variant,
    action: { count: {} },
    visibilityConfig: VISIBLE,
    statement: { geoMatchStatement: { countryCodes: ["CN"] } },
  }),
  "aws:wafv2/ipSet:IpSet": (_world, variant) => ({
    name: `offices${tail(variant)}`,
    scope: "REGIONAL",
    ipAddressVersion: "IPV4",
    addresses: ["203.0.113.0/24"],
  }),
  "aws:wafv2/ruleGroup:RuleGroup": (_world, variant) => ({
    name: `rules${tail(variant)}`,
    scope: "REGIONAL",
    capacity: 50,
    visibilityConfig: VISIBLE,
  }),
  "aws:wafv2/webAclAssociation:WebAclAssociation": async (world) => ({
    webAclArn: await world.output(T.acl, "arn"),
    resourceArn: await world.id(T.balancer),
  }),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": async (world) => ({
    resourceArn: await world.output(T.acl, "arn"),
    logDestinationConfigs: ["arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-app"],
  }),
  [T.balancer]: async (world, variant) => {
    await world.the(T.gateway);
    return { name: `balancer${tail(variant)}`, loadBalancerType: "application", subnets: await subnets(world) };
  },
  [T.targets]: async (world, variant) => ({
    name: `targets${tail(variant)}`,
    port: 8080,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: await world.id(T.vpc),
  }),
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": async (world, variant) => ({
    targetGroupArn: await world.id(T.targets),
    targetId: `10.0.0.${10 + variant}`,
  }),
  [T.listener]: async (world, variant) => ({
    loadBalancerArn: await world.id(T.balancer),
    port: 80 + variant,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: await world.id(T.targets) }],
  }),
  "aws:lb/listenerRule:ListenerRule": async (world, variant) => ({
    listenerArn: await world.id(T.listener),
    priority: 10 + variant,
    actions: [{ type: "forward", targetGroupArn: await world.id(T.targets) }],
    conditions: [{ pathPattern: { values: ["/api/*"] } }],
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": (_world, variant) => ({
    replicationGroupId: `sessions${tail(variant)}`,
    description: "sessions",
    nodeType: "cache.m7g.large",
    engine: "valkey",
    engineVersion: "8.0",
    numCacheClusters: 2,
    automaticFailoverEnabled: true,
  }),
  "aws:elasticache/serverlessCache:ServerlessCache": (_world, variant) => ({
    name: `chat${tail(variant)}`,
    engine: "valkey",
  }),
  "aws:elasticache/subnetGroup:SubnetGroup": async (world, variant) => ({
    name: `caches${tail(variant)}`,
    subnetIds: await subnets(world),
  }),
  "aws:elasticache/parameterGroup:ParameterGroup": (_world, variant) => ({
    name: `parameters${tail(variant)}`,
    family: "valkey8",
  }),
  "aws:elasticache/user:User": (_world, variant) => ({
    userId: `user${tail(variant)}`,
    userName: variant === 0 ? "default" : `user${variant}`,
    engine: "redis",
    accessString: "on ~* +@all",
    noPasswordRequired: true,
  }),
  "aws:elasticache/userGroup:UserGroup": async (world, variant) => ({
    userGroupId: `users${tail(variant)}`,
    engine: "redis",
    userIds: [await world.id("aws:elasticache/user:User")],
  }),
  [T.dbCluster]: (_world, variant) => ({
    clusterIdentifier: `store${tail(variant)}`,
    engine: "aurora-postgresql",
    masterUsername: "admin1",
    manageMasterUserPassword: true,
    skipFinalSnapshot: true,
  }),
  "aws:rds/clusterInstance:ClusterInstance": async (world, variant) => ({
    identifier: `reader${tail(variant)}`,
    clusterIdentifier: await world.id(T.dbCluster),
    engine: "aurora-postgresql",
    instanceClass: "db.r7g.large",
  }),
  "aws:rds/subnetGroup:SubnetGroup": async (world, variant) => ({
    name: `stores${tail(variant)}`,
    subnetIds: await subnets(world),
  }),
  "aws:rds/clusterEndpoint:ClusterEndpoint": async (world, variant) => ({
    clusterEndpointIdentifier: `readers${tail(variant)}`,
    clusterIdentifier: await world.id(T.dbCluster),
    customEndpointType: "READER",
  }),
  "aws:route53/zone:Zone": (_world, variant) => ({ name: `zone${tail(variant)}.example.com` }),
  "aws:route53/record:Record": async (world, variant) => ({
    zoneId: await world.id("aws:route53/zone:Zone"),
    name: `host${tail(variant)}.example.com`,
    type: "A",
    ttl: 60,
    records: ["192.0.2.1"],
  }),
  "aws:scheduler/schedule:Schedule": async (world, variant) => ({
    name: `raise${tail(variant)}`,
    scheduleExpression: "at(2027-01-31T04:00:00)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: "arn:aws:states:us-east-1:111122223333:stateMachine:raise",
      roleArn: await role(world),
      input: "{}",
    },
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": (_world, variant) => ({ name: `event${tail(variant)}` }),
  "aws:sfn/stateMachine:StateMachine": async (world, variant) => ({
    name: `machine${tail(variant)}`,
    roleArn: await role(world),
    definition: JSON.stringify({ StartAt: "Go", States: { Go: { Type: "Pass", End: true } } }),
  }),
  [T.queue]: (_world, variant) => ({ name: `uploads${tail(variant)}` }),
  "aws:sqs/queuePolicy:QueuePolicy": async (world, variant) => ({
    queueUrl: await world.id(T.queue, variant),
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sqs:SendMessage", Principal: { Service: "s3.amazonaws.com" }, Resource: "*" },
      ],
    }),
  }),
  [T.topic]: (_world, variant) => ({ name: `alarms${tail(variant)}` }),
  "aws:sns/topicSubscription:TopicSubscription": async (world) => ({
    topic: await world.id(T.topic),
    protocol: "email",
    endpoint: "live@example.com",
  }),
  "aws:sns/topicPolicy:TopicPolicy": async (world) => ({ arn: await world.id(T.topic), policy: DOCUMENT }),
  "aws:ssm/parameter:Parameter": (_world, variant) => ({
    name: `/tidegate/hold${tail(variant)}`,
    type: "String",
    value: "off",
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (_world, variant) => ({
    name: `alarm${tail(variant)}`,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    metricName: "Errors",
    namespace: "AWS/ApplicationELB",
    period: 60,
    statistic: "Sum",
    threshold: 1,
  }),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": (_world, variant) => ({
    alarmName: `composite${tail(variant)}`,
    alarmRule: "ALARM(alarm)",
  }),
  "aws:cloudwatch/dashboard:Dashboard": (_world, variant) => ({
    dashboardName: `board${tail(variant)}`,
    dashboardBody: JSON.stringify({ widgets: [] }),
  }),
  "aws:cloudwatch/logGroup:LogGroup": (_world, variant) => ({ name: `/aws/eks/cluster${tail(variant)}` }),
  "aws:cloudwatch/eventRule:EventRule": (_world, variant) => ({
    name: `failures${tail(variant)}`,
    eventPattern: JSON.stringify({ source: ["aws.autoscaling"] }),
  }),
  "aws:cloudwatch/eventTarget:EventTarget": async (world) => ({
    rule: await world.output("aws:cloudwatch/eventRule:EventRule", "name"),
    arn: await world.output(T.topic, "arn"),
  }),
  "aws:kinesis/stream:Stream": (_world, variant) => ({ name: `logs${tail(variant)}`, shardCount: 4 }),
  "aws:budgets/budget:Budget": (_world, variant) => ({
    name: `event${tail(variant)}`,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: "1000",
    limitUnit: "USD",
  }),
  "aws:servicequotas/serviceQuota:ServiceQuota": () => ({
    serviceCode: "ec2",
    quotaCode: "L-1216C47A",
    value: 200_000,
  }),
  "aws:autoscaling/schedule:Schedule": (_world, variant) => ({
    autoscalingGroupName: "eks-nodes",
    scheduledActionName: `raise${tail(variant)}`,
    startTime: `2027-01-31T0${4 + variant}:00:00Z`,
    minSize: 5,
    maxSize: -1,
    desiredCapacity: -1,
  }),
  "aws:appautoscaling/target:Target": () => ({
    serviceNamespace: "ecs",
    resourceId: "service/cluster/web",
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 1,
    maxCapacity: 10,
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": async (world, variant) => {
    const registered = await world.the("aws:appautoscaling/target:Target");
    return {
      name: `raise${tail(variant)}`,
      serviceNamespace: registered.inputs.serviceNamespace ?? "",
      resourceId: "service/cluster/web",
      scalableDimension: "ecs:service:DesiredCount",
      schedule: "at(2027-01-31T04:00:00)",
      scalableTargetAction: { minCapacity: 5 },
    };
  },
  "aws:kms/key:Key": () => ({ description: "media" }),
  "aws:kms/alias:Alias": async (world, variant) => ({
    name: `alias/media${tail(variant)}`,
    targetKeyId: await world.id("aws:kms/key:Key"),
  }),
  "aws:lambda/function:Function": async (world, variant) => ({
    name: `lower${tail(variant)}`,
    role: await role(world),
    s3Bucket: "code",
    s3Key: "lower.zip",
    runtime: "nodejs22.x",
    handler: "index.handler",
  }),
  "aws:lambda/permission:Permission": async (world, variant) => ({
    action: "lambda:InvokeFunction",
    function: await world.output("aws:lambda/function:Function", "name"),
    principal: "events.amazonaws.com",
    statementId: `allow${tail(variant)}`,
  }),
  "aws:codebuild/project:Project": async (world, variant) => ({
    name: `lower${tail(variant)}`,
    serviceRole: await role(world),
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { computeType: "BUILD_GENERAL1_SMALL", image: "aws/codebuild/standard:7.0", type: "LINUX_CONTAINER" },
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
  }),

  [T.zone]: (_world, variant) => ({
    account: { id: "0123456789abcdef0123456789abcdef" },
    name: `live${tail(variant)}.example.com`,
  }),
  [T.room]: async (world, variant) => ({
    zoneId: await world.id(T.zone),
    host: "app.live.example.com",
    path: variant === 0 ? "/" : `/v${variant}`,
    name: `room${tail(variant)}`,
    newUsersPerMinute: 1000,
    totalActiveUsers: 5000,
  }),
  "cloudflare:index/waitingRoomEvent:WaitingRoomEvent": async (world, variant) => ({
    zoneId: await world.id(T.zone),
    waitingRoomId: await world.id(T.room),
    name: `doors${tail(variant)}`,
    eventStartTime: `2027-01-${10 + variant}T08:00:00Z`,
    eventEndTime: `2027-01-${10 + variant}T09:00:00Z`,
  }),
  "cloudflare:index/waitingRoomRules:WaitingRoomRules": async (world) => ({
    zoneId: await world.id(T.zone),
    waitingRoomId: await world.id(T.room),
    rules: [{ action: "bypass_waiting_room", expression: "ip.src eq 203.0.113.1" }],
  }),
  "cloudflare:index/waitingRoomSettings:WaitingRoomSettings": async (world) => ({
    zoneId: await world.id(T.zone),
    searchEngineCrawlerBypass: true,
  }),
  "cloudflare:index/ruleset:Ruleset": async (world, variant) => ({
    zoneId: await world.id(T.zone, variant),
    kind: "zone",
    name: "edge",
    phase: "http_request_firewall_custom",
    rules: [{ ref: "a", action: "block", expression: '(http.host eq "app.live.example.com")', enabled: true }],
  }),
  "cloudflare:index/loadBalancer:LoadBalancer": async (world, variant) => ({
    zoneId: await world.id(T.zone),
    name: `media${tail(variant)}.live.example.com`,
    defaultPools: [await world.id(T.pool)],
    fallbackPool: await world.id(T.pool),
  }),
  [T.pool]: (_world, variant) => ({
    ...account,
    name: `pool${tail(variant)}`,
    origins: [{ name: "first", address: "d111.cloudfront.net", enabled: true }],
  }),
  "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor": () => ({
    ...account,
    type: "https",
    interval: 60,
    expectedCodes: "200",
    path: "/",
  }),
  "cloudflare:index/dnsRecord:DnsRecord": async (world, variant) => ({
    zoneId: await world.id(T.zone),
    name: `app${tail(variant)}.live.example.com`,
    type: "A",
    content: "192.0.2.1",
    ttl: 1,
    proxied: true,
  }),
  "cloudflare:index/tieredCache:TieredCache": async (world) => ({ zoneId: await world.id(T.zone), value: "on" }),
  "cloudflare:index/regionalTieredCache:RegionalTieredCache": async (world) => ({
    zoneId: await world.id(T.zone),
    value: "on",
  }),
  "cloudflare:index/argoTieredCaching:ArgoTieredCaching": async (world) => ({
    zoneId: await world.id(T.zone),
    value: "on",
  }),
  "cloudflare:index/zoneSetting:ZoneSetting": async (world) => ({
    zoneId: await world.id(T.zone),
    settingId: "http3",
    value: "on",
  }),
  "cloudflare:index/list:List": (_world, variant) => ({ ...account, kind: "ip", name: `offices${variant}` }),
  "cloudflare:index/listItem:ListItem": async (world, variant) => ({
    ...account,
    listId: await world.id("cloudflare:index/list:List"),
    ip: `203.0.113.${variant}`,
  }),
  "cloudflare:index/turnstileWidget:TurnstileWidget": () => ({
    ...account,
    name: "sign-in",
    mode: "managed",
    domains: ["app.live.example.com"],
  }),
  "cloudflare:index/healthcheck:Healthcheck": async (world) => ({
    zoneId: await world.id(T.zone),
    name: "origin",
    address: "origin.example.com",
  }),
  "cloudflare:index/logpushJob:LogpushJob": async (world) => ({
    zoneId: await world.id(T.zone),
    dataset: "http_requests",
    destinationConf: "s3://logs?region=us-east-1",
    ownershipChallenge: "proof",
  }),

  "kubernetes:core/v1:Namespace": object("live"),
  "kubernetes:core/v1:Service": object("web", { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } }),
  "kubernetes:core/v1:ConfigMap": object("settings", { data: { a: "1" } }),
  "kubernetes:core/v1:Secret": object("token", { stringData: { a: "1" } }),
  "kubernetes:core/v1:ServiceAccount": object("runner"),
  "kubernetes:core/v1:ResourceQuota": object("quota", { spec: { hard: { pods: "100" } } }),
  "kubernetes:core/v1:LimitRange": object("limits", {
    spec: { limits: [{ type: "Container", default: { cpu: "1" } }] },
  }),
  "kubernetes:core/v1:PersistentVolumeClaim": object("data", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  }),
  "kubernetes:apps/v1:Deployment": workload({ replicas: 2 }),
  "kubernetes:apps/v1:StatefulSet": workload({ serviceName: "web" }),
  "kubernetes:apps/v1:DaemonSet": workload(),
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": object("scaler", {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scaled" },
      minReplicas: 2,
      maxReplicas: 10,
    },
  }),
  "kubernetes:policy/v1:PodDisruptionBudget": object("budget", {
    spec: { maxUnavailable: "10%", selector: { matchLabels: { app: "web" } } },
  }),
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": object("core", { value: 1000 }),
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": object("deny", {
    spec: { podSelector: {}, policyTypes: ["Ingress"] },
  }),
  "kubernetes:networking.k8s.io/v1:Ingress": object("front", { spec: { rules: [] } }),
  "kubernetes:networking.k8s.io/v1:IngressClass": object("alb", { spec: { controller: "ingress.k8s.aws/alb" } }),
  "kubernetes:batch/v1:Job": object("once", {
    spec: {
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "registry.example/job:1" }] } },
    },
  }),
  "kubernetes:batch/v1:CronJob": object("often", {
    spec: {
      schedule: "*/5 * * * *",
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: "Never", containers: [{ name: "main", image: "registry.example/job:1" }] },
          },
        },
      },
    },
  }),
  "kubernetes:storage.k8s.io/v1:StorageClass": object("fast", { provisioner: "ebs.csi.aws.com" }),
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": object("reader", { rules: [] }),
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": object("readers", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "reader" },
  }),
  "kubernetes:rbac.authorization.k8s.io/v1:Role": object("reader", { rules: [] }),
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": object("readers", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
  }),
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": object("things.example.com", {
    spec: { group: "example.com", names: { kind: "Thing", plural: "things" }, scope: "Namespaced", versions: [] },
  }),
  "kubernetes:helm.sh/v3:Release": (_world, variant) => ({
    name: `keda${tail(variant)}`,
    chart: "keda",
    version: "2.20.2",
    namespace: "kube-system",
  }),
  "kubernetes:keda.sh/v1alpha1:ScaledObject": async (world, variant) => {
    await keda(world);
    return {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: { name: `scaled${tail(variant)}` },
      spec: {
        scaleTargetRef: { name: `other${tail(variant)}` },
        minReplicaCount: 2,
        maxReplicaCount: 10,
        triggers: [{ type: "cpu", metricType: "Utilization", metadata: { value: "60" } }],
      },
    };
  },
  "kubernetes:keda.sh/v1alpha1:TriggerAuthentication": async (world, variant) => {
    await keda(world);
    return { metadata: { name: `auth${tail(variant)}` }, spec: {} };
  },
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": async (world, variant) => {
    await world.clients.up("kubernetes:helm.sh/v3:Release", world.freshName(), {
      name: `balancer${variant}`,
      chart: "aws-load-balancer-controller",
      namespace: "kube-system",
    });
    return {
      metadata: { name: `binding${tail(variant)}` },
      spec: {
        targetGroupARN: "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/targets/0123456789abcdef",
        targetType: "ip",
        serviceRef: { name: "web", port: 80 },
      },
    };
  },
};
