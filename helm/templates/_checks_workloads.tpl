{{- define "sightline.checks.workloads" -}}
{{- $workloads := fromYaml (include "sightline.workloads" .) -}}
{{- if not $workloads }}
workloads has none that is enabled: enable one, such as workloads.api.enabled=true
{{- end }}
{{- range $name, $w := $workloads }}
{{- $argument := dict "root" $ "path" (printf "workloads.%s" $name) "w" $w }}
{{- if not (regexMatch "^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$" $name) }}
workloads.{{ $name }} is no name of a workload: up to 16 lower-case letters, digits and dashes, such as edge
{{- else if or (hasPrefix "doctor" $name) (has $name (list "application" "config" "dashboard" "development" "management" "migrations" "routes" "test")) }}
workloads.{{ $name }} has a name of the chart's own: take another one, such as edge
{{- end }}
{{- if not $w.stages }}
workloads.{{ $name }}.stages is empty: say what it runs, such as [ingest]
{{- end }}
{{ include "sightline.checks.scale" $argument }}
{{ include "sightline.checks.resources" $argument }}
{{ include "sightline.checks.life" $argument }}
{{ include "sightline.checks.additions" $argument }}
{{- end }}
{{ include "sightline.checks.partitions" (dict "root" . "workloads" $workloads) }}
{{- end -}}

{{/* Pods beyond the partitions of a topic read nothing, whichever workloads they are of. */}}
{{- define "sightline.checks.partitions" -}}
{{- range $stage := list "ingest" "detect" "sink" }}
{{- $limit := include "sightline.partitions" (dict "root" $.root "stage" $stage) | int }}
{{- $counts := list }}
{{- $sum := 0 }}
{{- range $name, $w := $.workloads }}
{{- if has $stage $w.stages }}
{{- $auto := ne $w.autoscaling.type "none" }}
{{- $most := ternary $w.autoscaling.maxReplicas (kindIs "invalid" $w.replicas | ternary 1 $w.replicas) $auto | int }}
{{- $sum = add $sum $most }}
{{- $counts = append $counts (printf "workloads.%s.%s is %d" $name (ternary "autoscaling.maxReplicas" "replicas" $auto) $most) }}
{{- end }}
{{- end }}
{{- if gt (int $sum) $limit }}
{{ join ", " $counts }}, and what stage {{ $stage }} reads has {{ $limit }} partitions: further pods would stand idle. Take {{ $limit }} at most{{ ternary " in all" "" (gt (len $counts) 1) }}, or more partitions (topics.*.partitions)
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.scale" -}}
{{- $scale := .w.autoscaling -}}
{{- $auto := ne $scale.type "none" -}}
{{- if and $auto (hasKey .w "replicas") (ne (toString .w.replicas) "<nil>") }}
{{ .path }}.replicas is {{ .w.replicas }}, and {{ .path }}.autoscaling.type is '{{ $scale.type }}', which decides that itself: leave one of them out
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
{{- $others := without .w.stages "ingest" "detect" "sink" }}
{{- if and (eq $scale.type "keda") (eq (int $scale.minReplicas) 0) $others }}
{{ .path }}.autoscaling.minReplicas is 0, and nothing would start a pod again for {{ join ", " $others }}, which no topic tells of: take 1, or a workload of its own
{{- end }}
{{- with .root.Values.connections.kafka }}
{{- if and (eq $scale.type "keda") (not $scale.authenticationRef) (or .sasl.mechanism .tls.existingSecret) }}
{{ $.path }}.autoscaling.authenticationRef is empty, and Kafka wants {{ ternary "a login" "an authority" (ne .sasl.mechanism "") }} of KEDA too: name a TriggerAuthentication, such as kafka-login
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.resources" -}}
{{- $least := ternary "640Mi" "384Mi" (or (has "detect" .w.stages) (has "api" .w.stages) (has "promote" .w.stages)) -}}
{{- $limit := dig "limits" "memory" "" .w.resources -}}
{{- $request := dig "requests" "memory" "" .w.resources -}}
{{- range $which, $value := dict "limits" $limit "requests" $request }}
{{- if and $value (not (include "sightline.bytes" $value)) }}
{{ $.path }}.resources.{{ $which }}.memory is '{{ $value }}', which is no quantity of memory: such as 1Gi
{{- end }}
{{- end }}
{{- $cpu := dict "limits" (dig "limits" "cpu" "" .w.resources) "requests" (dig "requests" "cpu" "" .w.resources) }}
{{- range $which, $value := $cpu }}
{{- if and $value (not (include "sightline.millis" $value)) }}
{{ $.path }}.resources.{{ $which }}.cpu is '{{ $value }}', which is no quantity of processors: such as 500m
{{- end }}
{{- end }}
{{- if and $cpu.limits $cpu.requests (gt (include "sightline.millis" $cpu.requests | int64) (include "sightline.millis" $cpu.limits | int64)) }}
{{ .path }}.resources.requests.cpu is {{ $cpu.requests }}, more than limits.cpu, which is {{ $cpu.limits }}: such as the same for both
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
{{- $models := include "sightline.bytes" .w.cache.modelLimit | int64 -}}
{{- $promotes := has "promote" .w.stages -}}
{{- $needed := add (mul $models (ternary 2 1 $promotes)) (include "sightline.bytes" "512Mi" | int64) -}}
{{- if and $size $models (not .w.cache.existingClaim) (lt $size $needed) }}
{{ .path }}.cache.size is {{ .w.cache.size }}, and cache.modelLimit is {{ .w.cache.modelLimit }}: beside the models{{ ternary ", which stage promote has twice while it works," "" $promotes }} libraries need 512Mi, and a full volume ends the pod. Take {{ div (add $needed 1048575) 1048576 }}Mi at least, or a lower modelLimit
{{- end }}
{{- end -}}

{{- define "sightline.checks.life" -}}
{{- with .w.shutdown }}
{{- $pipes := has "pipes" $.w.stages }}
{{- $api := has "api" $.w.stages }}
{{- $drain := include "sightline.drain" $ }}
{{- $seconds := include "sightline.seconds" $drain }}
{{- if and $api (not $seconds) }}
{{ $.path }} has '{{ $drain }}' for sightline.http.drain, which cannot be counted into shutdown.gracePeriodSeconds: write it in seconds or milliseconds, such as 3s
{{- end }}
{{- $needed := add .preStopSeconds (mul 2 .gracefulSeconds) (ternary 20 0 $pipes) (ternary (int $seconds) 0 $api) | int }}
{{- if le (int .gracePeriodSeconds) $needed }}
{{ $.path }}.shutdown.gracePeriodSeconds is {{ .gracePeriodSeconds }}, and preStopSeconds and twice gracefulSeconds{{ ternary " and 20 for stage pipes" "" $pipes }}{{ ternary (printf " and %s for stage api (sightline.http.drain)" $seconds) "" $api }} are {{ $needed }}: what is in hand would be killed. Take more, such as {{ add $needed 10 }}
{{- end }}
{{- end }}
{{- end -}}

{{/* How long its clients are sent away for, as it is written; the variable of a pod counts first. Argument: root, w. */}}
{{- define "sightline.drain" -}}
{{- $drain := "3s" -}}
{{- range $from := list .root.Values.properties .w.properties .w.extraEnv -}}
{{- range $name, $value := $from -}}
{{- if eq (include "sightline.uniform" $name) "sightlinehttpdrain" -}}{{- $drain = toString $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- $drain -}}
{{- end -}}

{{/* A duration in whole seconds, rounded up; nothing for one that is written in other units. */}}
{{- define "sightline.seconds" -}}
{{- if regexMatch "^(PT|pt)?(0|[1-9][0-9]{0,5})[sS]$" . -}}
{{- regexFind "[0-9]+" . -}}
{{- else if regexMatch "^(0|[1-9][0-9]{0,8})ms$" . -}}
{{- div (add (regexFind "[0-9]+" . | int) 999) 1000 -}}
{{- end -}}
{{- end -}}

{{/* Additions to a pod; argument: root, path, w, ours (variables that the chart sets), reserved (properties that it sets). */}}
{{- define "sightline.checks.pod" -}}
{{- $ours := dict -}}
{{- range $name, $value := .ours -}}{{- $_ := set $ours (include "sightline.uniform" $name) $name -}}{{- end -}}
{{- range $name, $value := .w.extraEnv }}
{{- $uniform := include "sightline.uniform" $name }}
{{- if not (regexMatch "^[A-Za-z_][A-Za-z0-9_]*$" $name) }}
{{ $.path }}.extraEnv.{{ $name }} is no name of a variable: letters, digits and underscores, such as HTTP_PROXY
{{- else if hasKey $ours $uniform }}
{{ $.path }}.extraEnv.{{ $name }} is set by the chart itself, and one name cannot be there twice: use the value that it is made of, or another name
{{- else if hasKey $.reserved $uniform }}
{{ $.path }}.extraEnv.{{ $name }} would count before {{ index $.reserved $uniform }}, which the chart sets from other values: use those
{{- else if and (not (kindIs "map" $value)) (include "sightline.isSecret" (list $name $value)) }}
{{ $.path }}.extraEnv.{{ $name }} holds a secret in plain text, which everyone sees who may see pods: take it of a Secret, such as {valueFrom: {secretKeyRef: {name: my-secret, key: password}}}
{{- else if hasPrefix "SIGHTLINE_" $name }}
{{ include "sightline.checks.known" (dict "root" $.root "path" (printf "%s.extraEnv" $.path) "written" $name "name" (lower $name | replace "_" ".")) }}
{{- end }}
{{- end }}
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
{{- end -}}

{{- define "sightline.checks.additions" -}}
{{- $ours := merge (fromYaml (include "sightline.environment" (dict "root" .root "stages" .w.stages))) (fromYaml (include "sightline.environment.migrations" (dict "root" .root "files" ""))) -}}
{{- $reserved := fromYaml (include "sightline.reserved" (dict "root" .root "w" .w)) -}}
{{ include "sightline.checks.pod" (dict "root" .root "path" .path "w" .w "ours" $ours "reserved" $reserved) }}
{{ include "sightline.checks.properties" (dict "root" .root "path" (printf "%s." .path) "properties" .w.properties "reserved" $reserved) }}
{{- range $name, $value := .w.podLabels }}
{{- if hasPrefix "app.kubernetes.io/" $name }}
{{ $.path }}.podLabels.{{ $name }} is a label that the chart sets: take another one, such as team
{{- end }}
{{- end }}
{{- end -}}

{{/* Properties that somebody adds; argument: root, path, properties, reserved. */}}
{{- define "sightline.checks.properties" -}}
{{- range $name, $value := .properties }}
{{- if hasKey $.reserved (include "sightline.uniform" $name) }}
{{ $.path }}properties has '{{ $name }}', which the chart sets from other values: use those; properties are for others, such as sightline.upkeep.delay
{{- else if include "sightline.isSecret" (list $name $value) }}
{{ $.path }}properties has '{{ $name }}', which would lie in a ConfigMap: give it by a Secret, in existingSecret of its connection or by valueFrom in extraEnv
{{- else if hasPrefix "sightline" (lower $name) }}
{{ include "sightline.checks.known" (dict "root" $.root "path" (printf "%sproperties" $.path) "written" $name "name" $name) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Whether the runtime knows a property, which else ends its start; argument: root, path, name, written. */}}
{{- define "sightline.checks.known" -}}
{{- $uniform := include "sightline.uniform" (regexReplaceAll "\\[[0-9]+\\]" .name "") -}}
{{- $group := regexFind "^[^.]+\\.[^.]+" .name | lower -}}
{{- $near := list -}}
{{- $groups := list -}}
{{- $isKnown := false -}}
{{- range $known := .root.Files.Lines "properties.txt" -}}
{{- if $known -}}
{{- if regexMatch (printf "^%s$" (include "sightline.uniform" $known | replace "*" ".+")) $uniform -}}{{- $isKnown = true -}}{{- end -}}
{{- if hasPrefix (printf "%s." $group) $known -}}{{- $near = append $near $known -}}{{- end -}}
{{- $groups = append $groups (regexFind "^[^.]+\\.[^.]+" $known) -}}
{{- end -}}
{{- end -}}
{{- if not $isKnown }}
{{ .path }} has '{{ .written }}', which the runtime does not know and would not start with: there {{ ternary "are" "is" (gt (len (default $groups $near)) 1) }} {{ default (uniq $groups) $near | join ", " }}
{{- end }}
{{- end -}}

{{/* Whether a name, or what a text says, is of a secret; argument: name, value. Placeholders are none. */}}
{{- define "sightline.isSecret" -}}
{{- if regexMatch "(password|passphrase|secret|secretkey|accesskey|apikey|token)$" (include "sightline.uniform" (index . 0)) -}}
true
{{- else if regexMatch "(?i)(password|secret|access_?key|token)=\"?[^$&;\" ]" (toString (index . 1)) -}}
true
{{- end -}}
{{- end -}}
