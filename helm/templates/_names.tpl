{{- define "sightline.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Room is left for the longest ending that objects get, and names of Services have no dots. */}}
{{- define "sightline.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "sightline.name" .) .Release.Name -}}
{{- .Release.Name | replace "." "-" | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "sightline.name" .) | replace "." "-" | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The CronJob that checks what a workload needs, whose names have 52 letters at most; argument: root, name. */}}
{{- define "sightline.doctorObject" -}}
{{- $fullname := include "sightline.fullname" .root -}}
{{- if gt (len $fullname) 28 -}}
{{- $fullname = printf "%s-%s" ($fullname | trunc 19 | trimSuffix "-") (sha256sum $fullname | trunc 8) -}}
{{- end -}}
{{- printf "%s-doctor-%s" $fullname .name -}}
{{- end -}}

{{/* Never changes while a release lives: selectors cannot. */}}
{{- define "sightline.selector" -}}
app.kubernetes.io/name: {{ include "sightline.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of an object, each name once; argument: root, component and more, which may be left out. */}}
{{- define "sightline.labels" -}}
{{- $all := fromYaml (include "sightline.selector" .root) -}}
{{- $_ := set $all "app.kubernetes.io/version" .root.Chart.AppVersion -}}
{{- $_ := set $all "app.kubernetes.io/part-of" "sightline" -}}
{{- $_ := set $all "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $_ := set $all "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- with .component -}}{{- $_ := set $all "app.kubernetes.io/component" . -}}{{- end -}}
{{- toYaml (merge $all (default dict .more) .root.Values.commonLabels) -}}
{{- end -}}

{{/* The name of the object of a topic, whose own name may have letters that names of objects cannot have. */}}
{{- define "sightline.topicObject" -}}
{{- if regexMatch "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$" . -}}
{{- . -}}
{{- else -}}
{{- printf "%s-%s" (lower . | replace "_" "-" | trimAll "-." | trunc 200) (sha256sum . | trunc 8) | trimAll "-" -}}
{{- end -}}
{{- end -}}

{{/* A value as text: Helm reads all numbers as floating ones, and large ones would be shown as 1e+08. */}}
{{- define "sightline.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{- int64 . -}}{{- else -}}{{- toString . -}}{{- end -}}
{{- end -}}

{{/* A name as Spring compares names of properties and variables. */}}
{{- define "sightline.uniform" -}}
{{- regexReplaceAll "[-_.\\[\\]]" (lower .) "" -}}
{{- end -}}

{{- define "sightline.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The ServiceAccount of a pod; argument: root, stages. */}}
{{- define "sightline.serviceAccount" -}}
{{- $own := .root.Values.serviceAccount -}}
{{- $name := include "sightline.fullname" .root -}}
{{- if has "pipes" .stages -}}
{{- ternary (printf "%s-pipes" $name) (default "default" $own.pipesName) $own.create -}}
{{- else -}}
{{- ternary $name (default "default" $own.name) $own.create -}}
{{- end -}}
{{- end -}}

{{/* Security of every container. */}}
{{- define "sightline.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* Security of every pod: an image runs as its own user, and OpenShift may choose another one. */}}
{{- define "sightline.podSecurity" -}}
{{- toYaml (merge (dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault")) .Values.podSecurityContext) -}}
{{- end -}}
