{{- define "sightline.checks.models" -}}
{{- with .Values.models }}
{{- if not (hasKey .configured .default) }}
models.default is '{{ .default }}', and models.configured has {{ keys .configured | sortAlpha | join ", " | default "none" }}: its frames would be dead letters. Add it, such as models.configured.{{ .default }}.from=mlflow
{{- end }}
{{- range $name, $model := .configured }}
{{- if not (regexMatch "^[A-Za-z0-9_-]+$" $name) }}
models.configured has '{{ $name }}', which is no name of a model here: letters, digits, dashes and underscores, such as text-detector
{{- end }}
{{- if and (eq (default "" $model.from) "directory") (not $model.path) }}
models.configured.{{ $name }}.from is 'directory', and path is empty: name the folder of an extraVolumeMount, such as /mnt/models/{{ $name }}
{{- else if and (eq (default "" $model.from) "mlflow") $model.path }}
models.configured.{{ $name }}.path is '{{ $model.path }}', and from is 'mlflow': leave one of them out
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.routes" -}}
{{- $runs := include "sightline.runs" (dict "root" . "stage" "pipes") -}}
{{- with .Values.routes }}
{{- if and .files .existingConfigMap }}
routes.existingConfigMap is '{{ .existingConfigMap }}', and routes.files has files too: one of them
{{- end }}
{{- if and (or .files .existingConfigMap) (not $runs) }}
routes has files, and no workload has the stage pipes that runs them: set workloads.pipes.enabled=true
{{- end }}
{{- if and .restartOnChange .existingConfigMap }}
routes.restartOnChange is true, and the chart does not know when '{{ .existingConfigMap }}' changes: leave it out, the runtime takes changes live
{{- end }}
{{- range $name, $text := .files }}
{{- if not (regexMatch "^[A-Za-z0-9][A-Za-z0-9._-]*\\.(yaml|java)$" $name) }}
routes.files has '{{ $name }}', which is no name of a file of routes: such as count.camel.yaml, upper.kamelet.yaml, mine.pipe.yaml or Mine.java
{{- else if not (trim $text) }}
routes.files has '{{ $name }}', which is empty: give it a route, as `java -jar sightline.jar new route mine` prints one
{{- end }}
{{- end }}
{{- if gt (len (toJson .files)) 900000 }}
routes.files has {{ len (toJson .files) }} bytes, and a ConfigMap takes 1 MiB: mount a volume with extraVolumes and name it in workloads.pipes.properties as sightline.routes.directory
{{- end }}
{{- end }}
{{- if and (or .Values.pipes.secrets .Values.pipes.configMaps) (not $runs) }}
pipes.{{ ternary "secrets" "configMaps" (not (empty .Values.pipes.secrets)) }} is {{ toJson (default .Values.pipes.configMaps .Values.pipes.secrets) }}, and no workload with stage pipes is installed that would read it: give it routes (routes.files, pipes.kubernetes), or leave it out
{{- end }}
{{- if .Values.pipes.kubernetes }}
{{- if not $runs }}
pipes.kubernetes is true, and no workload has the stage pipes that runs them: set workloads.pipes.enabled=true
{{- end }}
{{- range $kind := list "Pipe" "Kamelet" }}
{{- if and $.Values.pipes.checkDefinitions (not ($.Capabilities.APIVersions.Has (printf "camel.apache.org/v1/%s" $kind))) }}
pipes.kubernetes is true, and the cluster does not know {{ $kind }} of camel.apache.org/v1: install the definitions of Camel K first (README, "Pipes"), or set pipes.checkDefinitions=false where no cluster is asked
{{- end }}
{{- end }}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.pipesName) }}
serviceAccount.pipesName is empty, and pipes.kubernetes needs an account with rights: name it, such as sightline-pipes, or set serviceAccount.create=true
{{- end }}
{{- end }}
{{- end -}}

{{/* A way in from outside; argument: path, workloads, way. */}}
{{- define "sightline.checks.way" -}}
{{- $to := index .workloads .way.workload -}}
{{- if not $to }}
{{ .path }}.workload is '{{ .way.workload }}', which is not installed: there are {{ keys .workloads | sortAlpha | join ", " }}
{{- else if not (has "api" $to.stages) }}
{{ .path }}.workload is '{{ .way.workload }}', whose stages ({{ join ", " $to.stages }}) answer no HTTP: name one with stage api
{{- end }}
{{- end -}}

{{- define "sightline.checks.edge" -}}
{{- $workloads := fromYaml (include "sightline.workloads" .) -}}
{{- with .Values.httpRoute }}
{{- if .enabled }}
{{ include "sightline.checks.way" (dict "path" "httpRoute" "workloads" $workloads "way" .) }}
{{- if not .parentRefs }}
httpRoute.parentRefs is empty: name the Gateway, such as [{name: public, namespace: gateways}]
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.ingress }}
{{- if .enabled }}
{{ include "sightline.checks.way" (dict "path" "ingress" "workloads" $workloads "way" .) }}
{{- if not .host }}
ingress.host is empty: name it, such as sightline.example.org
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.rest" -}}
{{- range $name, $value := .Values.commonLabels }}
{{- if hasPrefix "app.kubernetes.io/" $name }}
commonLabels.{{ $name }} is a label that the chart sets: take another one, such as team
{{- end }}
{{- end }}
{{- $topics := dict }}
{{- range $key, $topic := .Values.topics }}
{{- if has $topic.name (list "." "..") }}
topics.{{ $key }}.name is '{{ $topic.name }}', which Kafka takes for a folder: such as sightline.{{ $key }}
{{- else if hasKey $topics $topic.name }}
topics.{{ $key }}.name is '{{ $topic.name }}', and so is topics.{{ index $topics $topic.name }}.name: each has records of its own kind, such as sightline.{{ $key }}
{{- end }}
{{- $_ := set $topics $topic.name $key }}
{{- end }}
{{- $reserved := fromYaml (include "sightline.reserved" (dict "root" . "w" nil)) }}
{{ include "sightline.checks.properties" (dict "path" "" "root" . "properties" .Values.properties "reserved" $reserved) }}
{{ include "sightline.checks.pod" (dict "root" . "path" "migrations" "w" .Values.migrations "ours" (fromYaml (include "sightline.environment.migrations" (dict "root" . "files" ""))) "reserved" $reserved) }}
{{- with .Values.operators.strimzi }}
{{- if and (or .topics .user) (not .cluster) }}
operators.strimzi.cluster is empty: name the Kafka resource that topics and users belong to, such as my-cluster
{{- end }}
{{- if and .user .namespace (ne .namespace $.Release.Namespace) }}
operators.strimzi.namespace is '{{ .namespace }}', and the release is in {{ $.Release.Namespace }}: Strimzi puts the user's Secret beside the Kafka resource, where no pod of the release reads it. Set operators.strimzi.user=false and bring a Secret here, or install beside Kafka
{{- end }}
{{- end }}
{{- if and .Values.operators.cloudnativepg.enabled (eq .Values.migrations.mode "job") }}
migrations.mode is 'job', which runs before anything of the release is there, and operators.cloudnativepg.enabled makes the database: take initContainer
{{- end }}
{{- range .Values.monitoring.prometheusRule.disabled }}
{{- if not ($.Files.Get (printf "alerts/%s.yaml" .)) }}
monitoring.prometheusRule.disabled has '{{ . }}', which is no alert of the chart: helm/alerts has them, such as SightlineGateClosed
{{- end }}
{{- end }}
{{- end -}}
