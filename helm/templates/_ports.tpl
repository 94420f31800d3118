{{/* The ports of the engines that stages speak to, by engine; argument: connections, stages. */}}
{{- define "sightline.enginePorts" -}}
{{- $c := .connections -}}
{{- $ports := dict "postgresql" (list (int $c.postgresql.port)) -}}
{{- if not (has "migrations" .stages) -}}
{{- $brokers := list -}}
{{- range splitList "," $c.kafka.brokers -}}{{- $brokers = append $brokers (splitList ":" . | last | int) -}}{{- end -}}
{{- $_ := set $ports "kafka" (uniq $brokers) -}}
{{- $_ := set $ports "registry" (list (include "sightline.port" $c.registry.url | int)) -}}
{{- $_ := set $ports "s3" (list (include "sightline.port" $c.s3.endpoint | int)) -}}
{{- $keycloak := list -}}
{{- if and (has "api" .stages) $c.keycloak.serverUrl -}}{{- $keycloak = append $keycloak (include "sightline.port" $c.keycloak.serverUrl | int) -}}{{- end -}}
{{- if $c.kafka.sasl.tokenUrl -}}{{- $keycloak = append $keycloak (include "sightline.port" $c.kafka.sasl.tokenUrl | int) -}}{{- end -}}
{{- if $keycloak -}}{{- $_ := set $ports "keycloak" (uniq $keycloak) -}}{{- end -}}
{{- if and (has "promote" .stages) $c.mlflow.url -}}{{- $_ := set $ports "mlflow" (list (include "sightline.port" $c.mlflow.url | int)) -}}{{- end -}}
{{- end -}}
{{- toYaml $ports -}}
{{- end -}}

{{/* The port of an address of HTTP. */}}
{{- define "sightline.port" -}}
{{- $port := regexFind ":[0-9]+(/|$)" . | trimAll ":/" -}}
{{- default (ternary 443 80 (hasPrefix "https" .)) $port -}}
{{- end -}}
