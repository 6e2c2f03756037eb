"""Writes data/aws-constraints.json: what AWS's own service models say about the inputs of the resource types we know.

Run with a Python that has the PyPI package botocore, from the repository's root:
    python3 test/engine/cloud/tools/constraints.py test/engine/cloud/data/aws-constraints.json

A constraint is a length, a pattern, an enumeration or a range of one member of the create operation's input. A member
and a Pulumi input are the same when their paths agree after lower-casing, dropping a plural s and the wrappers that the
provider flattens (Items, member, and the operation's own wrapper such as DistributionConfig).
"""

import gzip
import json
import os
import re
import sys

import botocore

# Pulumi type, service, create operation, update operation, delete operation, wrapper members dropped from the path.
OPERATIONS = [
    ("aws:ec2/launchTemplate:LaunchTemplate", "ec2", "CreateLaunchTemplate", "CreateLaunchTemplateVersion", "DeleteLaunchTemplate", ["LaunchTemplateData"]),
    ("aws:ec2/capacityReservation:CapacityReservation", "ec2", "CreateCapacityReservation", "ModifyCapacityReservation", "CancelCapacityReservation", []),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "ec2", "CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints", []),
    ("aws:ec2/flowLog:FlowLog", "ec2", "CreateFlowLogs", None, "DeleteFlowLogs", []),
    ("aws:ec2/natGateway:NatGateway", "ec2", "CreateNatGateway", None, "DeleteNatGateway", []),
    ("aws:eks/cluster:Cluster", "eks", "CreateCluster", "UpdateClusterConfig", "DeleteCluster", []),
    ("aws:eks/nodeGroup:NodeGroup", "eks", "CreateNodegroup", "UpdateNodegroupConfig", "DeleteNodegroup", []),
    ("aws:eks/addon:Addon", "eks", "CreateAddon", "UpdateAddon", "DeleteAddon", []),
    ("aws:eks/accessEntry:AccessEntry", "eks", "CreateAccessEntry", "UpdateAccessEntry", "DeleteAccessEntry", []),
    ("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "eks", "AssociateAccessPolicy", None, "DisassociateAccessPolicy", []),
    ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "eks", "CreatePodIdentityAssociation", "UpdatePodIdentityAssociation", "DeletePodIdentityAssociation", []),
    ("aws:iam/role:Role", "iam", "CreateRole", "UpdateRole", "DeleteRole", []),
    ("aws:iam/rolePolicy:RolePolicy", "iam", "PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy", []),
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "iam", "AttachRolePolicy", None, "DetachRolePolicy", []),
    ("aws:iam/policy:Policy", "iam", "CreatePolicy", "CreatePolicyVersion", "DeletePolicy", []),
    ("aws:iam/instanceProfile:InstanceProfile", "iam", "CreateInstanceProfile", "AddRoleToInstanceProfile", "DeleteInstanceProfile", []),
    ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "iam", "CreateOpenIDConnectProvider", None, "DeleteOpenIDConnectProvider", []),
    ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "s3", "PutBucketLifecycleConfiguration", None, "DeleteBucketLifecycle", ["LifecycleConfiguration"]),
    ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "s3", "PutPublicAccessBlock", None, "DeletePublicAccessBlock", ["PublicAccessBlockConfiguration"]),
    ("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "s3", "PutBucketEncryption", None, "DeleteBucketEncryption", ["ServerSideEncryptionConfiguration"]),
    ("aws:s3/bucketVersioning:BucketVersioning", "s3", "PutBucketVersioning", None, None, []),
    ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "s3", "PutBucketOwnershipControls", None, "DeleteBucketOwnershipControls", ["OwnershipControls"]),
    ("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "s3", "PutBucketCors", None, "DeleteBucketCors", ["CORSConfiguration"]),
    ("aws:s3/bucketNotification:BucketNotification", "s3", "PutBucketNotificationConfiguration", None, None, ["NotificationConfiguration"]),
    ("aws:cloudfront/distribution:Distribution", "cloudfront", "CreateDistribution", "UpdateDistribution", "DeleteDistribution", ["DistributionConfig"]),
    ("aws:cloudfront/cachePolicy:CachePolicy", "cloudfront", "CreateCachePolicy", "UpdateCachePolicy", "DeleteCachePolicy", ["CachePolicyConfig"]),
    ("aws:cloudfront/originRequestPolicy:OriginRequestPolicy", "cloudfront", "CreateOriginRequestPolicy", "UpdateOriginRequestPolicy", "DeleteOriginRequestPolicy", ["OriginRequestPolicyConfig"]),
    ("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "cloudfront", "CreateResponseHeadersPolicy", "UpdateResponseHeadersPolicy", "DeleteResponseHeadersPolicy", ["ResponseHeadersPolicyConfig"]),
    ("aws:cloudfront/originAccessControl:OriginAccessControl", "cloudfront", "CreateOriginAccessControl", "UpdateOriginAccessControl", "DeleteOriginAccessControl", ["OriginAccessControlConfig"]),
    ("aws:cloudfront/realtimeLogConfig:RealtimeLogConfig", "cloudfront", "CreateRealtimeLogConfig", "UpdateRealtimeLogConfig", "DeleteRealtimeLogConfig", []),
    ("aws:cloudfront/monitoringSubscription:MonitoringSubscription", "cloudfront", "CreateMonitoringSubscription", None, "DeleteMonitoringSubscription", []),
    ("aws:cloudfront/keyValueStore:KeyValueStore", "cloudfront", "CreateKeyValueStore", "UpdateKeyValueStore", "DeleteKeyValueStore", []),
    ("aws:cloudfront/publicKey:PublicKey", "cloudfront", "CreatePublicKey", "UpdatePublicKey", "DeletePublicKey", ["PublicKeyConfig"]),
    ("aws:cloudfront/keyGroup:KeyGroup", "cloudfront", "CreateKeyGroup", "UpdateKeyGroup", "DeleteKeyGroup", ["KeyGroupConfig"]),
    ("aws:cloudfront/function:Function", "cloudfront", "CreateFunction", "UpdateFunction", "DeleteFunction", ["FunctionConfig"]),
    ("aws:acm/certificate:Certificate", "acm", "RequestCertificate", None, "DeleteCertificate", []),
    ("aws:wafv2/webAcl:WebAcl", "wafv2", "CreateWebACL", "UpdateWebACL", "DeleteWebACL", []),
    ("aws:wafv2/webAclRule:WebAclRule", "wafv2", "UpdateWebACL", "UpdateWebACL", "UpdateWebACL", ["Rules"]),
    ("aws:wafv2/ipSet:IpSet", "wafv2", "CreateIPSet", "UpdateIPSet", "DeleteIPSet", []),
    ("aws:wafv2/ruleGroup:RuleGroup", "wafv2", "CreateRuleGroup", "UpdateRuleGroup", "DeleteRuleGroup", []),
    ("aws:wafv2/webAclAssociation:WebAclAssociation", "wafv2", "AssociateWebACL", None, "DisassociateWebACL", []),
    ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "wafv2", "PutLoggingConfiguration", None, "DeleteLoggingConfiguration", ["LoggingConfiguration"]),
    ("aws:lb/loadBalancer:LoadBalancer", "elbv2", "CreateLoadBalancer", "SetSubnets", "DeleteLoadBalancer", []),
    ("aws:lb/targetGroup:TargetGroup", "elbv2", "CreateTargetGroup", "ModifyTargetGroup", "DeleteTargetGroup", []),
    ("aws:lb/targetGroupAttachment:TargetGroupAttachment", "elbv2", "RegisterTargets", None, "DeregisterTargets", []),
    ("aws:lb/listener:Listener", "elbv2", "CreateListener", "ModifyListener", "DeleteListener", []),
    ("aws:lb/listenerRule:ListenerRule", "elbv2", "CreateRule", "ModifyRule", "DeleteRule", []),
    ("aws:elasticache/replicationGroup:ReplicationGroup", "elasticache", "CreateReplicationGroup", "ModifyReplicationGroup", "DeleteReplicationGroup", []),
    ("aws:elasticache/serverlessCache:ServerlessCache", "elasticache", "CreateServerlessCache", "ModifyServerlessCache", "DeleteServerlessCache", []),
    ("aws:elasticache/subnetGroup:SubnetGroup", "elasticache", "CreateCacheSubnetGroup", "ModifyCacheSubnetGroup", "DeleteCacheSubnetGroup", []),
    ("aws:elasticache/parameterGroup:ParameterGroup", "elasticache", "CreateCacheParameterGroup", "ModifyCacheParameterGroup", "DeleteCacheParameterGroup", []),
    ("aws:elasticache/user:User", "elasticache", "CreateUser", "ModifyUser", "DeleteUser", []),
    ("aws:elasticache/userGroup:UserGroup", "elasticache", "CreateUserGroup", "ModifyUserGroup", "DeleteUserGroup", []),
    ("aws:rds/cluster:Cluster", "rds", "CreateDBCluster", "ModifyDBCluster", "DeleteDBCluster", []),
    ("aws:rds/clusterInstance:ClusterInstance", "rds", "CreateDBInstance", "ModifyDBInstance", "DeleteDBInstance", []),
    ("aws:rds/subnetGroup:SubnetGroup", "rds", "CreateDBSubnetGroup", "ModifyDBSubnetGroup", "DeleteDBSubnetGroup", []),
    ("aws:rds/clusterEndpoint:ClusterEndpoint", "rds", "CreateDBClusterEndpoint", "ModifyDBClusterEndpoint", "DeleteDBClusterEndpoint", []),
    ("aws:route53/zone:Zone", "route53", "CreateHostedZone", "UpdateHostedZoneComment", "DeleteHostedZone", []),
    ("aws:route53/record:Record", "route53", "ChangeResourceRecordSets", "ChangeResourceRecordSets", "ChangeResourceRecordSets", ["ChangeBatch", "Changes", "ResourceRecordSet"]),
    ("aws:scheduler/schedule:Schedule", "scheduler", "CreateSchedule", "UpdateSchedule", "DeleteSchedule", []),
    ("aws:scheduler/scheduleGroup:ScheduleGroup", "scheduler", "CreateScheduleGroup", None, "DeleteScheduleGroup", []),
    ("aws:sfn/stateMachine:StateMachine", "stepfunctions", "CreateStateMachine", "UpdateStateMachine", "DeleteStateMachine", []),
    ("aws:sqs/queue:Queue", "sqs", "CreateQueue", "SetQueueAttributes", "DeleteQueue", []),
    ("aws:sqs/queuePolicy:QueuePolicy", "sqs", "SetQueueAttributes", "SetQueueAttributes", "SetQueueAttributes", []),
    ("aws:sns/topic:Topic", "sns", "CreateTopic", "SetTopicAttributes", "DeleteTopic", []),
    ("aws:sns/topicSubscription:TopicSubscription", "sns", "Subscribe", "SetSubscriptionAttributes", "Unsubscribe", []),
    ("aws:sns/topicPolicy:TopicPolicy", "sns", "SetTopicAttributes", "SetTopicAttributes", None, []),
    ("aws:ssm/parameter:Parameter", "ssm", "PutParameter", "PutParameter", "DeleteParameter", []),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "cloudwatch", "PutMetricAlarm", "PutMetricAlarm", "DeleteAlarms", []),
    ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "cloudwatch", "PutCompositeAlarm", "PutCompositeAlarm", "DeleteAlarms", []),
    ("aws:cloudwatch/dashboard:Dashboard", "cloudwatch", "PutDashboard", "PutDashboard", "DeleteDashboards", []),
    ("aws:cloudwatch/logGroup:LogGroup", "logs", "CreateLogGroup", "PutRetentionPolicy", "DeleteLogGroup", []),
    ("aws:cloudwatch/eventRule:EventRule", "events", "PutRule", "PutRule", "DeleteRule", []),
    ("aws:cloudwatch/eventTarget:EventTarget", "events", "PutTargets", "PutTargets", "RemoveTargets", ["Targets"]),
    ("aws:kinesis/stream:Stream", "kinesis", "CreateStream", "UpdateShardCount", "DeleteStream", []),
    ("aws:budgets/budget:Budget", "budgets", "CreateBudget", "UpdateBudget", "DeleteBudget", ["Budget"]),
    ("aws:servicequotas/serviceQuota:ServiceQuota", "service-quotas", "RequestServiceQuotaIncrease", "RequestServiceQuotaIncrease", None, []),
    ("aws:autoscaling/schedule:Schedule", "autoscaling", "PutScheduledUpdateGroupAction", "PutScheduledUpdateGroupAction", "DeleteScheduledAction", []),
    ("aws:appautoscaling/target:Target", "application-autoscaling", "RegisterScalableTarget", "RegisterScalableTarget", "DeregisterScalableTarget", []),
    ("aws:appautoscaling/scheduledAction:ScheduledAction", "application-autoscaling", "PutScheduledAction", "PutScheduledAction", "DeleteScheduledAction", []),
    ("aws:kms/key:Key", "kms", "CreateKey", "PutKeyPolicy", "ScheduleKeyDeletion", []),
    ("aws:kms/alias:Alias", "kms", "CreateAlias", "UpdateAlias", "DeleteAlias", []),
    ("aws:lambda/function:Function", "lambda", "CreateFunction", "UpdateFunctionConfiguration", "DeleteFunction", []),
    ("aws:lambda/permission:Permission", "lambda", "AddPermission", None, "RemovePermission", []),
    ("aws:codebuild/project:Project", "codebuild", "CreateProject", "UpdateProject", "DeleteProject", []),
]

# Members that Pulumi calls otherwise. Normal path of the model -> normal path of the inputs.
RENAMED = {
    "aws:iam/role:Role": {"rolename": "name", "assumerolepolicydocument": "assumerolepolicy"},
    "aws:iam/rolePolicy:RolePolicy": {"policyname": "name", "policydocument": "policy", "rolename": "role"},
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {"rolename": "role"},
    "aws:iam/policy:Policy": {"policyname": "name", "policydocument": "policy"},
    "aws:iam/instanceProfile:InstanceProfile": {"instanceprofilename": "name"},
    "aws:ec2/launchTemplate:LaunchTemplate": {"launchtemplatename": "name", "versiondescription": "description"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"alarmname": "name"},
    "aws:cloudwatch/logGroup:LogGroup": {"loggroupname": "name"},
    "aws:kinesis/stream:Stream": {"streamname": "name"},
    "aws:kms/alias:Alias": {"aliasname": "name"},
    "aws:eks/nodeGroup:NodeGroup": {"nodegroupname": "nodegroupname", "noderole": "noderolearn", "subnet": "subnetid"},
    "aws:eks/cluster:Cluster": {"resourcesvpcconfig": "vpcconfig", "logging": "enabledclusterlogtype"},
    "aws:eks/addon:Addon": {"resolveconflict": "resolveconflictsoncreate"},
    "aws:scheduler/schedule:Schedule": {"target.eventbridgeparameter": "target.eventbridgeparameter"},
    "aws:budgets/budget:Budget": {"budgetname": "name"},
    "aws:lambda/function:Function": {"functionname": "name", "role": "role"},
    "aws:lambda/permission:Permission": {"functionname": "function"},
    "aws:appautoscaling/scheduledAction:ScheduledAction": {"scheduledactionname": "name"},
    "aws:sns/topicSubscription:TopicSubscription": {"topicarn": "topic"},
    "aws:autoscaling/schedule:Schedule": {"scheduledactionname": "scheduledactionname"},
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {},
}

# Where the provider's input is not in the form the API has, so that the model's rule does not apply to it.
NOT_THE_SAME_FORM = {
    ("aws:eks/nodeGroup:NodeGroup", "taint.effect"),       # same form, listed by the facts
    ("aws:cloudfront/function:Function", "code"),
    ("aws:lambda/function:Function", "code"),
    ("aws:s3/bucketNotification:BucketNotification", "queue.event"),
}


def load(service):
    base = os.path.join(os.path.dirname(botocore.__file__), "data", service)
    path = os.path.join(base, sorted(os.listdir(base))[-1], "service-2.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    with gzip.open(path + ".gz", "rt", encoding="utf-8") as file:
        return json.load(file)


def normal(step):
    step = re.sub(r"[^a-z0-9]", "", step.lower())
    return step[:-1] if step.endswith("s") and not step.endswith("ss") else step


def rules(shape):
    found = {}
    if shape["type"] == "string":
        for key in ("min", "max", "pattern", "enum"):
            if key in shape:
                found[key] = shape[key]
    elif shape["type"] in ("integer", "long", "double", "float"):
        for key in ("min", "max"):
            if key in shape:
                found[key] = shape[key]
        if found:
            found["kind"] = "number"
    elif shape["type"] == "list":
        for key in ("min", "max"):
            if key in shape:
                found[key] = shape[key]
        if found:
            found["kind"] = "list"
    return found


def walk(model, name, path, seen, wrappers, out):
    shape = model["shapes"][name]
    if shape["type"] == "structure":
        if name in seen:
            return
        for member, target in shape.get("members", {}).items():
            step = "" if member in wrappers or member in ("Items", "Quantity") else normal(member)
            if member == "Quantity" or normal(member) == "tag":
                continue
            walk(model, target["shape"], path + [step] if step else path, seen | {name}, wrappers, out)
    elif shape["type"] == "list":
        found = rules(shape)
        if found and path:
            out.append((".".join(path), found, name))
        walk(model, shape["member"]["shape"], path, seen, wrappers, out)
    elif path:
        found = rules(shape)
        if found:
            out.append((".".join(path), found, name))


def useful(found):
    if found.get("kind") in ("number", "list"):
        return not (found.get("min", 0) == 0 and "max" not in found)
    trivial = ("[\\s\\S]*", ".*", "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*", "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", "[\\p{L}\\p{M}\\p{Z}\\p{S}\\p{N}\\p{P}]*", "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]*")
    if found.get("pattern") in trivial:
        found.pop("pattern")
    return any(key in found for key in ("pattern", "enum")) or found.get("min", 0) > 0 or "max" in found


def errors(model, operation):
    if operation is None:
        return []
    listed = model["operations"][operation].get("errors", [])
    return sorted({(model["shapes"][e["shape"]].get("error") or {}).get("code", e["shape"]) for e in listed})


def inputs_of(type_):
    """The normal names of a type's inputs, from the installed SDK's type definitions."""
    _, path, name = type_.split(":")
    with open(os.path.join("node_modules", "@pulumi", "aws", path + ".d.ts"), encoding="utf-8") as file:
        definition = file.read()
    args = definition[definition.index(f"export interface {name}Args"):]
    return {normal(found) for found in re.findall(r"^ {4}(\w+)\??: ", args, re.M)}


def main(target):
    models, types, shapes = {}, [], {}
    for type_, service, create, update, delete, wrappers in OPERATIONS:
        if service not in models:
            models[service] = load(service)
        model = models[service]
        found = []
        walk(model, model["operations"][create]["input"]["shape"], [], frozenset(), wrappers, found)
        renamed = RENAMED.get(type_, {})
        rows, inputs = {}, inputs_of(type_)
        for path, rule, shape in found:
            for before, after in renamed.items():
                if path == before or path.startswith(before + "."):
                    path = after + path[len(before):]
            known = path.split(".")[0] in inputs
            if not known or path in rows or (type_, path) in NOT_THE_SAME_FORM or path.count(".") > 6 or not useful(rule):
                continue
            rows[path] = f"{service}.{shape}"
            shapes[rows[path]] = rule
        types.append({"type": type_, "service": service, "operation": create, "constraints": rows,
                      "errors": {"create": errors(model, create), "update": errors(model, update), "delete": errors(model, delete)}})
    head = {"generatedBy": "test/engine/cloud/tools/constraints.py", "source": f"boto/botocore {botocore.__version__} service models", "note": "Paths are normal: lower case, no plural s, no list wrappers."}
    with open(target, "w", encoding="utf-8") as file:
        lines = ",\n".join(f"{json.dumps(key)}:{json.dumps(shapes[key], separators=(',', ':'))}" for key in sorted(shapes))
        file.write(json.dumps(head)[:-1] + ',"shapes":{\n' + lines + '\n},"types":[\n' + ",\n".join(json.dumps(t, separators=(",", ":")) for t in types) + "\n]}\n")
    print(sum(len(t["constraints"]) for t in types), "constraints of", len(types), "types")


main(sys.argv[1])
