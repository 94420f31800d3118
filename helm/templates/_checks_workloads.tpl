{{- define "sightline.checks.workloads" -}}
{{- $workloads := fromYaml (include "sightline.workloads" .) -}}
{{- if not $workloads }}
workloads has none that is enabled: enable one, such as workloads.api.enabled=true
{{- end }}
{{- range $name, $w := $workloads }}
{{- $argument := dict "root" $ "path" (printf "workloads.%s" $name) "w" $w }}
{{- if not (regexMatch "^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$" $name) }}
workloads.{{ $name }} is no name of a workload: up to 16 lower-case letters, digits and dashes, such as edge
{{- else if has $name (list "application" "config" "dashboard" "development" "management" "migrations" "routes" "test") }}
workloads.{{ $name }} has a name of the chart's own: take another one, such as edge
{{- end }}
{{- if not $w.stages }}
workloads.{{ $name }}.stages is empty: say what it runs, such as [ingest]
{{- end }}
{{ include "sightline.checks.scale" $argument }}
{{ include "sightline.checks.memory" $argument }}
{{ include "sightline.checks.life" $argument }}
{{ include "sightline.checks.additions" $argument }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.scale" -}}
{{- $scale := .w.autoscaling -}}
{{- $limit := include "sightline.partitions" (dict "root" .root "stages" .w.stages) | int -}}
{{- $auto := ne $scale.type "none" -}}
{{- $most := ternary $scale.maxReplicas (default 1 .w.replicas) $auto | int -}}
{{- if and $auto (hasKey .w "replicas") (ne (toString .w.replicas) "<nil>") }}
{{ .path }}.replicas is {{ .w.replicas }}, and {{ .path }}.autoscaling.type is '{{ $scale.type }}', which decides that itself: leave one of them out
{{- end }}
{{- if and $limit (gt $most $limit) }}
{{ .path }}.{{ ternary "autoscaling.maxReplicas" "replicas" $auto }} is {{ $most }}, and what its stages read has {{ $limit }} partitions: further pods would stand idle. Take {{ $limit }} at most, or more partitions (topics.*.partitions)
{{- end }}
{{- if $auto }}
{{- if gt (int $scale.minReplicas) (int $scale.maxReplicas) }}
{{ .path }}.autoscaling.minReplicas is {{ $scale.minReplicas }}, more than maxReplicas, which is {{ $scale.maxReplicas }}: such as 1 and 3
{{- end }}
{{- if and (eq $scale.type "hpa") (eq (int $scale.minReplicas) 0) }}
{{ .path }}.autoscaling.minReplicas is 0, which keda alone can do: take 1, or type keda
{{- end }}
{{- if and (eq $scale.type "hpa") (not (dig "requests" "cpu" "" .w.resources)) }}
{{ .path }}.autoscaling.type is 'hpa', which needs resources.requests.cpu: such as 500m
{{- end }}
{{- if and (eq $scale.type "keda") (not (or (has "ingest" .w.stages) (has "detect" .w.stages) (has "sink" .w.stages))) }}
{{ .path }}.autoscaling.type is 'keda', and none of its stages ({{ join ", " .w.stages }}) reads a topic: take hpa, or none
{{- end }}
{{- if and (eq $scale.type "keda") .root.Values.connections.kafka.sasl.mechanism (not $scale.authenticationRef) }}
{{ .path }}.autoscaling.authenticationRef is empty, and Kafka wants a login of KEDA too: name a TriggerAuthentication, such as kafka-login
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.memory" -}}
{{- $least := ternary "640Mi" "384Mi" (or (has "detect" .w.stages) (has "api" .w.stages) (has "promote" .w.stages)) -}}
{{- $limit := dig "limits" "memory" "" .w.resources -}}
{{- $request := dig "requests" "memory" "" .w.resources -}}
{{- range $which, $value := dict "limits" $limit "requests" $request }}
{{- if and $value (not (include "sightline.bytes" $value)) }}
{{ $.path }}.resources.{{ $which }}.memory is '{{ $value }}', which is no quantity of memory: such as 1Gi
{{- end }}
{{- end }}
{{- $limitBytes := include "sightline.bytes" $limit | int64 -}}
{{- $requestBytes := include "sightline.bytes" $request | int64 -}}
{{- if not $limit }}
{{ .path }}.resources.limits.memory is empty, and the runtime sizes its heap by it: such as 1536Mi
{{- else if and $limitBytes (lt $limitBytes (include "sightline.bytes" $least | int64)) }}
{{ .path }}.resources.limits.memory is {{ $limit }}, too small for stages {{ join ", " .w.stages }} and their models: {{ $least }} at least
{{- end }}
{{- if and $limitBytes $requestBytes (gt $requestBytes $limitBytes) }}
{{ .path }}.resources.requests.memory is {{ $request }}, more than limits.memory, which is {{ $limit }}: such as the same for both
{{- end }}
{{- range $which := list "size" "modelLimit" }}
{{- if not (include "sightline.bytes" (index $.w.cache $which)) }}
{{ $.path }}.cache.{{ $which }} is '{{ index $.w.cache $which }}', which is no quantity: such as 6Gi
{{- end }}
{{- end }}
{{- $size := include "sightline.bytes" .w.cache.size | int64 -}}
{{- if and $size (gt (include "sightline.bytes" .w.cache.modelLimit | int64) $size) }}
{{ .path }}.cache.modelLimit is {{ .w.cache.modelLimit }}, more than the volume has room for (cache.size is {{ .w.cache.size }}): a full volume ends the pod. Take less, such as 4Gi of 6Gi
{{- end }}
{{- end -}}

{{- define "sightline.checks.life" -}}
{{- with .w.shutdown }}
{{- $needed := add .preStopSeconds (mul 2 .gracefulSeconds) | int }}
{{- if le (int .gracePeriodSeconds) $needed }}
{{ $.path }}.shutdown.gracePeriodSeconds is {{ .gracePeriodSeconds }}, and preStopSeconds and twice gracefulSeconds are {{ $needed }}: what is in hand would be killed. Take more, such as {{ add $needed 10 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.additions" -}}
{{- $ours := fromYaml (include "sightline.environment" (dict "root" .root "stages" .w.stages)) -}}
{{- range $name, $value := .w.extraEnv }}
{{- if not (regexMatch "^[A-Za-z_][A-Za-z0-9_]*$" $name) }}
{{ $.path }}.extraEnv.{{ $name }} is no name of a variable: letters, digits and underscores, such as HTTP_PROXY
{{- else if hasKey $ours $name }}
{{ $.path }}.extraEnv.{{ $name }} is set by the chart itself, and one name cannot be there twice: use the value that it is made of, or another name
{{- end }}
{{- end }}
{{- $set := merge (fromYaml (include "sightline.properties" .root)) (fromYaml (include "sightline.workloadProperties" (dict "root" .root "workload" .w))) (dict "server.port" "" "management.server.port" "") -}}
{{- include "sightline.checks.properties" (dict "path" (printf "%s." .path) "properties" .w.properties "set" $set) }}
{{- range $volume := .w.extraVolumes }}
{{- if or (has $volume.name (list "config" "tmp" "cache" "routes" "tls")) (regexMatch "^(ca|secret|config-map)-" $volume.name) }}
{{ $.path }}.extraVolumes has '{{ $volume.name }}', a name of the chart's own: take another one, such as my-{{ $volume.name }}
{{- end }}
{{- end }}
{{- range $mount := .w.extraVolumeMounts }}
{{- if or (has $mount.mountPath (list "/tmp" "/var/cache/sightline")) (regexMatch "^/etc/sightline/(config|routes|tls|ca)(/|$)" $mount.mountPath) }}
{{ $.path }}.extraVolumeMounts has '{{ $mount.mountPath }}', a place of the chart's own: take another one, such as /mnt/models
{{- end }}
{{- end }}
{{- range $name, $value := .w.podLabels }}
{{- if hasPrefix "app.kubernetes.io/" $name }}
{{ $.path }}.podLabels.{{ $name }} is a label that the chart sets: take another one, such as team
{{- end }}
{{- end }}
{{- end -}}

{{/* Properties that somebody adds; argument: path, properties, set (by the chart). */}}
{{- define "sightline.checks.properties" -}}
{{- range $name, $value := .properties }}
{{- if hasKey $.set $name }}
{{ $.path }}properties has '{{ $name }}', which the chart sets from other values: use those; properties are for others, such as sightline.upkeep.delay
{{- else if regexMatch "(?i)(password|secret|secret-key|access-key|token)$" $name }}
{{ $.path }}properties has '{{ $name }}', which would lie in a ConfigMap: give it by a Secret, in existingSecret of its connection or by valueFrom in extraEnv
{{- end }}
{{- end }}
{{- end -}}
