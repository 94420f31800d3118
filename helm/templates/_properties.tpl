{{/* A flat map: what all workloads have as properties, secrets apart, which are environment. */}}
{{- define "sightline.properties" -}}
{{- $p := dict -}}
{{- $c := .Values.connections -}}
{{- $_ := set $p "camel.component.kafka.brokers" $c.kafka.brokers -}}
{{- include "sightline.properties.kafka" (dict "to" $p "kafka" $c.kafka) -}}
{{- $_ := set $p "sightline.registry.url" $c.registry.url -}}
{{- $_ := set $p "camel.component.minio.endpoint" $c.s3.endpoint -}}
{{- $_ := set $p "sightline.s3.bucket" $c.s3.bucket -}}
{{- $_ := set $p "spring.datasource.url" (include "sightline.jdbc" $c.postgresql) -}}
{{- if $c.keycloak.serverUrl -}}{{- $_ := set $p "sightline.keycloak.server-url" $c.keycloak.serverUrl -}}{{- end -}}
{{- $_ := set $p "sightline.keycloak.realm" $c.keycloak.realm -}}
{{- $_ := set $p "sightline.keycloak.client-id" $c.keycloak.clientId -}}
{{- range $name := list "registry" "s3" "keycloak" "mlflow" "tracing" -}}
{{- if (index $c $name).tls.existingSecret -}}
{{- $bundle := printf "spring.ssl.bundle.pem.%s" $name -}}
{{- $_ := set $p (printf "%s.reload-on-update" $bundle) true -}}
{{- $_ := set $p (printf "%s.truststore.certificate" $bundle) (printf "file:/etc/sightline/ca/%s/ca.crt" $name) -}}
{{- $_ := set $p (printf "sightline.%s.ssl-bundle" $name) $name -}}
{{- end -}}
{{- end -}}
{{- if $c.mlflow.url -}}{{- $_ := set $p "sightline.mlflow.url" $c.mlflow.url -}}{{- end -}}
{{- if $c.tracing.endpoint -}}
{{- $_ := set $p "sightline.tracing.endpoint" $c.tracing.endpoint -}}
{{- $_ := set $p "sightline.tracing.ratio" $c.tracing.ratio -}}
{{- end -}}
{{- if .Values.monitoring.jsonLog -}}{{- $_ := set $p "logging.structured.format.console" "io.sightline.runtime.JsonLines" -}}{{- end -}}
{{- range $key, $name := dict "frames" "frames" "claims" "claims" "inferences" "inferences" "deadLetters" "dead-letters" "models" "models" -}}
{{- $_ := set $p (printf "sightline.topics.%s" $name) (index $.Values.topics $key).name -}}
{{- end -}}
{{- $_ := set $p "sightline.detection.model" .Values.models.default -}}
{{- range $model, $settings := .Values.models.configured -}}
{{- range $setting, $value := $settings -}}
{{- $_ := set $p (printf "sightline.models.%s.%s" $model (kebabcase $setting)) $value -}}
{{- end -}}
{{- end -}}
{{- $_ := set $p "sightline.artifacts.cache" "/var/cache/sightline/artifacts" -}}
{{- if ne .Values.migrations.mode "startup" -}}{{- $_ := set $p "spring.flyway.enabled" false -}}{{- end -}}
{{- toYaml $p -}}
{{- end -}}

{{- define "sightline.properties.kafka" -}}
{{- $kafka := .kafka -}}
{{- $sasl := $kafka.sasl.mechanism -}}
{{- $protocol := printf "%s%s" (ternary "SASL_" "" (ne $sasl "")) (ternary "SSL" "PLAINTEXT" $kafka.tls.enabled) -}}
{{- $key := "camel.component.kafka" -}}
{{- $trust := "" -}}
{{- $_ := set .to (printf "%s.security-protocol" $key) $protocol -}}
{{- if and $kafka.tls.enabled $kafka.tls.existingSecret -}}
{{- $_ := set .to (printf "%s.ssl-truststore-type" $key) "PEM" -}}
{{- $_ := set .to (printf "%s.ssl-truststore-location" $key) "/etc/sightline/ca/kafka/ca.crt" -}}
{{- end -}}
{{- if $kafka.sasl.tls.existingSecret -}}
{{- $trust = ` ssl.truststore.type="PEM" ssl.truststore.location="/etc/sightline/ca/kafka-tokens/ca.crt"` -}}
{{- end -}}
{{- if $sasl -}}
{{- $_ := set .to (printf "%s.sasl-mechanism" $key) $sasl -}}
{{- $module := "org.apache.kafka.common.security.scram.ScramLoginModule" -}}
{{- $login := `username="${KAFKA_USERNAME}" password="${KAFKA_PASSWORD}"` -}}
{{- if eq $sasl "PLAIN" -}}
{{- $module = "org.apache.kafka.common.security.plain.PlainLoginModule" -}}
{{- else if eq $sasl "OAUTHBEARER" -}}
{{- $module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule" -}}
{{- $login = printf `clientId="${KAFKA_USERNAME}" clientSecret="${KAFKA_PASSWORD}"%s` $trust -}}
{{- $_ := set .to (printf "%s.additional-properties[sasl.login.callback.handler.class]" $key) "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler" -}}
{{- $_ := set .to (printf "%s.additional-properties[sasl.oauthbearer.token.endpoint.url]" $key) $kafka.sasl.tokenUrl -}}
{{- end -}}
{{- $_ := set .to (printf "%s.sasl-jaas-config" $key) (printf "%s required %s;" $module $login) -}}
{{- end -}}
{{- end -}}

{{- define "sightline.jdbc" -}}
{{- $parameters := merge (dict "sslmode" .tls.mode) .parameters -}}
{{- if .tls.existingSecret -}}{{- $_ := set $parameters "sslrootcert" "/etc/sightline/ca/postgresql/ca.crt" -}}{{- end -}}
{{- $pairs := list -}}
{{- range $name, $value := $parameters -}}
{{- $pairs = append $pairs (printf "%s=%s" $name (include "sightline.text" $value | urlquery)) -}}
{{- end -}}
jdbc:postgresql://{{ .host }}:{{ int .port }}/{{ .database }}?{{ join "&" $pairs }}
{{- end -}}

{{/* A flat map: what one workload has besides; argument: root, workload. */}}
{{- define "sightline.workloadProperties" -}}
{{- $w := .workload -}}
{{- $p := dict "sightline.stages" (join "," $w.stages) -}}
{{- $_ := set $p "camel.main.shutdown-timeout" (int $w.shutdown.gracefulSeconds) -}}
{{- $_ := set $p "camel.component.kafka.shutdown-timeout" (mul 1000 (int $w.shutdown.gracefulSeconds)) -}}
{{- $_ := set $p "spring.lifecycle.timeout-per-shutdown-phase" (printf "%ds" (int $w.shutdown.gracefulSeconds)) -}}
{{- $_ := set $p "sightline.startup.timeout" (printf "%ds" (sub (int $w.startup.timeoutSeconds) 60)) -}}
{{- $_ := set $p "sightline.artifacts.cache-limit" (printf "%sB" (include "sightline.bytes" $w.cache.modelLimit)) -}}
{{- if and (has "api" $w.stages) .root.Values.tls.existingSecret -}}
{{- $_ := set $p "server.ssl.bundle" "api" -}}
{{- $_ := set $p "management.server.ssl.enabled" false -}}
{{- $_ := set $p "spring.ssl.bundle.pem.api.reload-on-update" true -}}
{{- $_ := set $p "spring.ssl.bundle.pem.api.keystore.certificate" "file:/etc/sightline/tls/tls.crt" -}}
{{- $_ := set $p "spring.ssl.bundle.pem.api.keystore.private-key" "file:/etc/sightline/tls/tls.key" -}}
{{- end -}}
{{- if has "pipes" $w.stages -}}
{{- if include "sightline.routesConfigMap" .root -}}{{- $_ := set $p "sightline.routes.directory" "/etc/sightline/routes" -}}{{- end -}}
{{- if .root.Values.pipes.kubernetes -}}{{- $_ := set $p "sightline.kubernetes.pipes" true -}}{{- end -}}
{{- end -}}
{{- toYaml $p -}}
{{- end -}}

{{/* The two files of properties of a pod. */}}
{{- define "sightline.commonProperties" -}}
{{- include "sightline.flat" (merge (fromYaml (include "sightline.properties" .)) .Values.properties) -}}
{{- end -}}

{{- define "sightline.ownProperties" -}}
{{- include "sightline.flat" (merge (fromYaml (include "sightline.workloadProperties" .)) .workload.properties) -}}
{{- end -}}

{{/* A flat map as YAML, whole numbers as such. */}}
{{- define "sightline.flat" -}}
{{- $all := dict -}}
{{- range $name, $value := . -}}
{{- $isWhole := and (kindIs "float64" $value) (regexMatch "^-?[0-9]+$" (include "sightline.text" $value)) -}}
{{- $_ := set $all $name (ternary (int64 $value) $value $isWhole) -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* What the chart sets, by uniform names; argument: root, w (or none, for all workloads). */}}
{{- define "sightline.reserved" -}}
{{- $names := list "server.port" "management.server.port" -}}
{{- $names = concat $names (keys (fromYaml (include "sightline.properties" .root))) -}}
{{- if .w -}}
{{- $names = concat $names (keys (fromYaml (include "sightline.workloadProperties" (dict "root" .root "workload" .w)))) -}}
{{- else -}}
{{- $names = concat $names (list "sightline.stages" "sightline.routes.directory" "sightline.kubernetes.pipes" "sightline.startup.timeout" "sightline.artifacts.cache-limit" "camel.main.shutdown-timeout" "camel.component.kafka.shutdown-timeout" "spring.lifecycle.timeout-per-shutdown-phase") -}}
{{- end -}}
{{- $all := dict -}}
{{- range $names -}}{{- $_ := set $all (include "sightline.uniform" .) . -}}{{- end -}}
{{- toYaml $all -}}
{{- end -}}
