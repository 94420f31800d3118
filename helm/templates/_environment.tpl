{{/* A variable of a Secret, or of a value that is for development; argument: to, name, existing, key, inline, own. */}}
{{- define "sightline.secretVariable" -}}
{{- if and .existing .inline -}}
{{- $_ := set .to .name (dict "value" .inline) -}}
{{- else if .existing -}}
{{- $_ := set .to .name (dict "valueFrom" (dict "secretKeyRef" (dict "name" .existing "key" .key))) -}}
{{- else if .inline -}}
{{- $_ := set .to .name (dict "valueFrom" (dict "secretKeyRef" (dict "name" .own "key" .name))) -}}
{{- end -}}
{{- end -}}

{{/* The variables with the database's login. */}}
{{- define "sightline.environment.database" -}}
{{- $own := printf "%s-development" (include "sightline.fullname" .root) -}}
{{- with .root.Values.connections.postgresql -}}
{{- include "sightline.secretVariable" (dict "to" $.to "name" "SPRING_DATASOURCE_USERNAME" "existing" .existingSecret "key" .usernameKey "inline" .username "own" $own) -}}
{{- include "sightline.secretVariable" (dict "to" $.to "name" "SPRING_DATASOURCE_PASSWORD" "existing" .existingSecret "key" .passwordKey "inline" .password "own" $own) -}}
{{- end -}}
{{- end -}}

{{/* The variables that the chart sets itself, by name; argument: root, stages. */}}
{{- define "sightline.environment" -}}
{{- $e := dict "MALLOC_ARENA_MAX" (dict "value" "2") -}}
{{- $_ := set $e "SPRING_CONFIG_ADDITIONAL_LOCATION" (dict "value" "/etc/sightline/config/application.yaml,/etc/sightline/config/workload.yaml") -}}
{{- $own := printf "%s-development" (include "sightline.fullname" .root) -}}
{{- include "sightline.environment.database" (dict "to" $e "root" .root) -}}
{{- with .root.Values.connections.s3 -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "CAMEL_COMPONENT_MINIO_ACCESS_KEY" "existing" .existingSecret "key" .accessKeyKey "inline" .accessKey "own" $own) -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "CAMEL_COMPONENT_MINIO_SECRET_KEY" "existing" .existingSecret "key" .secretKeyKey "inline" .secretKey "own" $own) -}}
{{- end -}}
{{- with .root.Values.connections.kafka.sasl -}}
{{- if .mechanism -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "KAFKA_USERNAME" "existing" .existingSecret "key" .usernameKey "inline" .username "own" $own) -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "KAFKA_PASSWORD" "existing" .existingSecret "key" .passwordKey "inline" .password "own" $own) -}}
{{- end -}}
{{- end -}}
{{- if has "promote" .stages -}}
{{- with .root.Values.connections.mlflow -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "SIGHTLINE_MLFLOW_USERNAME" "existing" .existingSecret "key" .usernameKey "inline" "" "own" $own) -}}
{{- include "sightline.secretVariable" (dict "to" $e "name" "SIGHTLINE_MLFLOW_PASSWORD" "existing" .existingSecret "key" .passwordKey "inline" "" "own" $own) -}}
{{- end -}}
{{- end -}}
{{- toYaml $e -}}
{{- end -}}

{{/* A map of variables as the list that Kubernetes wants, in the order of their names. */}}
{{- define "sightline.variables" -}}
{{- range $name, $variable := . }}
- name: {{ $name | quote }}
{{- if kindIs "map" $variable }}
  {{- toYaml $variable | nindent 2 }}
{{- else }}
  value: {{ toString $variable | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Names of the connections whose authority is mounted; argument: connections. */}}
{{- define "sightline.authorities" -}}
{{- $names := list -}}
{{- range $name, $connection := . -}}
{{- if $connection.tls.existingSecret -}}{{- $names = append $names $name -}}{{- end -}}
{{- end -}}
{{- toYaml $names -}}
{{- end -}}
