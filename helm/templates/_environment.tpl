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

{{/* Logins of values in plain text, by the names of their variables. */}}
{{- define "sightline.plainLogins" -}}
{{- $all := dict -}}
{{- with .Values.connections -}}
{{- if not .postgresql.existingSecret -}}
{{- $_ := set $all "SPRING_DATASOURCE_USERNAME" .postgresql.username -}}
{{- $_ := set $all "SPRING_DATASOURCE_PASSWORD" .postgresql.password -}}
{{- end -}}
{{- if not .s3.existingSecret -}}
{{- $_ := set $all "CAMEL_COMPONENT_MINIO_ACCESS_KEY" .s3.accessKey -}}
{{- $_ := set $all "CAMEL_COMPONENT_MINIO_SECRET_KEY" .s3.secretKey -}}
{{- end -}}
{{- if and .kafka.sasl.mechanism (not .kafka.sasl.existingSecret) -}}
{{- $_ := set $all "KAFKA_USERNAME" .kafka.sasl.username -}}
{{- $_ := set $all "KAFKA_PASSWORD" .kafka.sasl.password -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* The variables with the database's login; argument: to, root, login. */}}
{{- define "sightline.environment.database" -}}
{{- $own := printf "%s-development" (include "sightline.fullname" .root) -}}
{{- with .login -}}
{{- include "sightline.secretVariable" (dict "to" $.to "name" "SPRING_DATASOURCE_USERNAME" "existing" .existingSecret "key" .usernameKey "inline" .username "own" $own) -}}
{{- include "sightline.secretVariable" (dict "to" $.to "name" "SPRING_DATASOURCE_PASSWORD" "existing" .existingSecret "key" .passwordKey "inline" .password "own" $own) -}}
{{- end -}}
{{- end -}}

{{/* The variables that the chart sets itself, by name; argument: root, stages. */}}
{{- define "sightline.environment" -}}
{{- $e := dict "MALLOC_ARENA_MAX" (dict "value" "2") -}}
{{- $_ := set $e "SPRING_CONFIG_ADDITIONAL_LOCATION" (dict "value" "/etc/sightline/config/application.yaml,/etc/sightline/config/workload.yaml") -}}
{{- $own := printf "%s-development" (include "sightline.fullname" .root) -}}
{{- include "sightline.environment.database" (dict "to" $e "root" .root "login" .root.Values.connections.postgresql) -}}
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

{{/* Those of the container that migrates the database, which has no other login; argument: root, files. */}}
{{- define "sightline.environment.migrations" -}}
{{- $e := dict "SPRING_CONFIG_ADDITIONAL_LOCATION" (dict "value" .files) -}}
{{- $own := .root.Values.migrations -}}
{{- $login := ternary (merge (dict "username" "" "password" "") $own) .root.Values.connections.postgresql (ne $own.existingSecret "") -}}
{{- include "sightline.environment.database" (dict "to" $e "root" .root "login" $login) -}}
{{- toYaml $e -}}
{{- end -}}

{{/* A map of variables as the list that Kubernetes wants, in the order of their names. */}}
{{- define "sightline.variables" -}}
{{- range $name, $variable := . }}
- name: {{ $name | quote }}
{{- if kindIs "map" $variable }}
  {{- toYaml $variable | nindent 2 }}
{{- else }}
  value: {{ include "sightline.text" $variable | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The authorities that are mounted, by name: that of a connection, and of Kafka's tokens; argument: connections. */}}
{{- define "sightline.authorities" -}}
{{- $all := dict -}}
{{- range $name, $connection := . -}}
{{- if $connection.tls.existingSecret -}}{{- $_ := set $all $name $connection.tls -}}{{- end -}}
{{- with dig "sasl" "tls" "existingSecret" "" $connection -}}{{- $_ := set $all (printf "%s-tokens" $name) $connection.sasl.tls -}}{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}
