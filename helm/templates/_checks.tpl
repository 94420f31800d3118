{{/* What a schema cannot say, or says badly. All mistakes are told at once, each with path, value and an example. */}}
{{- define "sightline.checks" -}}
{{- $found := list -}}
{{- range $part := list "connections" "logins" "image" "workloads" "models" "routes" "edge" "rest" -}}
{{- range $line := splitList "\n" (include (printf "sightline.checks.%s" $part) $) -}}
{{- if trim $line -}}{{- $found = append $found (printf "- %s" (trim $line)) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if $found -}}
{{- fail (printf "\n%d of the values cannot be used:\n%s" (len $found) (join "\n" $found)) -}}
{{- end -}}
{{- end -}}

{{/* An address of HTTP; argument: path, url, example, tls (a Secret with an authority), needed. */}}
{{- define "sightline.checks.url" -}}
{{- if not .url }}
{{ if .needed }}{{ .path }} is empty: {{ .needed }}; such as {{ .example }}{{ end }}
{{- else if not (and (regexMatch "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^ ?#]*)?$" .url) (include "sightline.isPort" (include "sightline.port" .url))) }}
{{ .path }} is '{{ .url }}', which is no address: write it as {{ .example }}
{{- else if and .tls (hasPrefix "http://" .url) }}
{{ .path }} is '{{ .url }}', and {{ .parent }}.tls.existingSecret names an authority: write https://, or leave the Secret out
{{- end -}}
{{- end -}}

{{/* Whether a text is a port, as true or nothing. */}}
{{- define "sightline.isPort" -}}
{{- if and (ge (int .) 1) (le (int .) 65535) -}}true{{- end -}}
{{- end -}}

{{- define "sightline.checks.connections" -}}
{{- $c := .Values.connections -}}
{{- $stages := list -}}
{{- range $name, $w := fromYaml (include "sightline.workloads" .) -}}{{- $stages = concat $stages $w.stages -}}{{- end -}}
{{- $brokers := "kafka-bootstrap.kafka:9092" -}}
{{- if not $c.kafka.brokers }}
connections.kafka.brokers is empty: name the bootstrap servers, such as {{ $brokers }}
{{- else if not (regexMatch "^[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*$" $c.kafka.brokers) }}
connections.kafka.brokers is '{{ $c.kafka.brokers }}', which is no list of host:port: write it as {{ $brokers }}, several with commas and without blanks
{{- else }}
{{- range splitList "," $c.kafka.brokers }}
{{- if not (include "sightline.isPort" (splitList ":" . | last)) }}
connections.kafka.brokers has '{{ . }}', whose port is none: 1 to 65535, such as {{ $brokers }}
{{- end }}
{{- end }}
{{- end }}
{{- if and $c.kafka.tls.existingSecret (not $c.kafka.tls.enabled) }}
connections.kafka.tls.existingSecret is '{{ $c.kafka.tls.existingSecret }}', and connections.kafka.tls.enabled is false: set it to true, or leave the Secret out
{{- end }}
{{ include "sightline.checks.url" (dict "parent" "connections.registry" "path" "connections.registry.url" "url" $c.registry.url "example" "http://registry:8080/apis/ccompat/v7" "tls" $c.registry.tls.existingSecret "needed" "name the schema registry") }}
{{ include "sightline.checks.url" (dict "parent" "connections.s3" "path" "connections.s3.endpoint" "url" $c.s3.endpoint "example" "http://s3.storage:9000" "tls" $c.s3.tls.existingSecret "needed" "name the S3 endpoint") }}
{{ include "sightline.checks.url" (dict "parent" "connections.keycloak" "path" "connections.keycloak.serverUrl" "url" $c.keycloak.serverUrl "example" "https://keycloak.example.org" "tls" $c.keycloak.tls.existingSecret "needed" (ternary "stage api verifies tokens" "" (has "api" $stages))) }}
{{ include "sightline.checks.url" (dict "parent" "connections.mlflow" "path" "connections.mlflow.url" "url" $c.mlflow.url "example" "http://mlflow:5000" "tls" $c.mlflow.tls.existingSecret "needed" (ternary "stage promote follows it (or set workloads.promote.enabled to false)" "" (has "promote" $stages))) }}
{{ include "sightline.checks.url" (dict "parent" "connections.tracing" "path" "connections.tracing.endpoint" "url" $c.tracing.endpoint "example" "http://collector:4318" "tls" $c.tracing.tls.existingSecret "needed" "") }}
{{- if regexMatch "^https?://[^/]+/.+" $c.s3.endpoint }}
connections.s3.endpoint is '{{ $c.s3.endpoint }}': leave the path out, the bucket is connections.s3.bucket; such as http://s3.storage:9000
{{- end }}
{{- if contains "/realms" $c.keycloak.serverUrl }}
connections.keycloak.serverUrl is '{{ $c.keycloak.serverUrl }}': leave /realms out, the realm is connections.keycloak.realm; such as https://keycloak.example.org
{{- end }}
{{- if regexMatch "/apis?(/.*)?$" $c.mlflow.url }}
connections.mlflow.url is '{{ $c.mlflow.url }}': leave {{ regexFind "/apis?(/.*)?$" $c.mlflow.url }} out; such as http://mlflow:5000
{{- end }}
{{- with $c.postgresql }}
{{- if not .host }}
connections.postgresql.host is empty: name PostgreSQL's host, such as postgresql.databases
{{- else if not (regexMatch "^[A-Za-z0-9.-]+$" .host) }}
connections.postgresql.host is '{{ .host }}', which is no name of a host: write it as postgresql.databases, the port apart
{{- end }}
{{- if and (hasPrefix "verify" .tls.mode) (not .tls.existingSecret) }}
connections.postgresql.tls.mode is '{{ .tls.mode }}', and nobody says which authority is believed: name the Secret with ca.crt in connections.postgresql.tls.existingSecret, such as postgresql-ca
{{- end }}
{{- range $name, $value := .parameters }}
{{- if has $name (list "sslmode" "sslrootcert" "user" "password") }}
connections.postgresql.parameters.{{ $name }} is set by connections.postgresql itself: use tls.mode, tls.existingSecret or existingSecret there; parameters are for others, such as ApplicationName
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* One login; argument: path, login, names of the two inline values, example, needed. */}}
{{- define "sightline.checks.login" -}}
{{- $first := index .login .first -}}
{{- $second := index .login .second -}}
{{- if and .login.existingSecret $second }}
{{ .path }}.existingSecret is '{{ .login.existingSecret }}', and {{ .path }}.{{ .second }} is given too: one of them; values in plain text are for development
{{- else if and .needed (not .login.existingSecret) (not (and $first $second)) }}
{{ .path }}.existingSecret is empty: name the Secret that holds the login, such as {{ .example }} (for development {{ .first }} and {{ .second }} will do)
{{- end -}}
{{- end -}}

{{- define "sightline.checks.logins" -}}
{{- $c := .Values.connections -}}
{{ include "sightline.checks.login" (dict "path" "connections.s3" "login" $c.s3 "first" "accessKey" "second" "secretKey" "example" "s3-keys" "needed" true) }}
{{ include "sightline.checks.login" (dict "path" "connections.postgresql" "login" $c.postgresql "first" "username" "second" "password" "example" "postgresql-login" "needed" true) }}
{{- with $c.kafka.sasl }}
{{ include "sightline.checks.login" (dict "path" "connections.kafka.sasl" "login" . "first" "username" "second" "password" "example" "kafka-login" "needed" (ne .mechanism "")) }}
{{- if and (not .mechanism) (or .existingSecret .username .password) }}
connections.kafka.sasl has a login, and connections.kafka.sasl.mechanism is empty: say which, such as SCRAM-SHA-512
{{- end }}
{{- range $key := list "username" "password" }}
{{- if regexMatch "[\"\\\\]" (index $c.kafka.sasl $key) }}
connections.kafka.sasl.{{ $key }} has a quotation mark or a backslash, which ends it in Kafka's configuration of logins: take one without
{{- end }}
{{- end }}
{{- if and (eq .mechanism "OAUTHBEARER") (not .tokenUrl) }}
connections.kafka.sasl.tokenUrl is empty, and OAUTHBEARER gets its tokens there: such as https://keycloak.example.org/realms/sightline/protocol/openid-connect/token
{{- else if and .tokenUrl (ne .mechanism "OAUTHBEARER") }}
connections.kafka.sasl.tokenUrl is '{{ .tokenUrl }}', which is for mechanism OAUTHBEARER alone: leave it out
{{- else if .tokenUrl }}
{{ include "sightline.checks.url" (dict "parent" "connections.kafka.sasl" "path" "connections.kafka.sasl.tokenUrl" "url" .tokenUrl "example" "https://keycloak.example.org/realms/sightline/protocol/openid-connect/token" "tls" .tls.existingSecret "needed" "") }}
{{- end }}
{{- if and .tls.existingSecret (not .tokenUrl) }}
connections.kafka.sasl.tls.existingSecret is '{{ .tls.existingSecret }}', which is the authority of tokenUrl, and that is empty: leave it out; the brokers' authority is connections.kafka.tls.existingSecret
{{- end }}
{{- end }}
{{- with .Values.migrations }}
{{- if and (eq .mode "job") (not $c.postgresql.existingSecret) (not .existingSecret) }}
migrations.mode is 'job', which runs before anything else of the release is there: name a Secret in connections.postgresql.existingSecret, such as postgresql-login
{{- end }}
{{- if and (eq .mode "startup") .existingSecret }}
migrations.existingSecret is '{{ .existingSecret }}', and migrations.mode is 'startup', where the runtime migrates with its own login: take initContainer or job
{{- end }}
{{- end }}
{{- if .Values.checkSecrets }}
{{- $of := list (list "connections.s3" $c.s3.existingSecret (list (ternary $c.s3.secretKeyKey $c.s3.accessKeyKey (ne $c.s3.accessKey "")) $c.s3.secretKeyKey)) (list "connections.postgresql" $c.postgresql.existingSecret (list (ternary $c.postgresql.passwordKey $c.postgresql.usernameKey (ne $c.postgresql.username "")) $c.postgresql.passwordKey)) (list "connections.kafka.sasl" $c.kafka.sasl.existingSecret (list (ternary $c.kafka.sasl.passwordKey $c.kafka.sasl.usernameKey (ne $c.kafka.sasl.username "")) $c.kafka.sasl.passwordKey)) (list "connections.mlflow" $c.mlflow.existingSecret (list $c.mlflow.usernameKey $c.mlflow.passwordKey)) }}
{{- range $name, $connection := $c }}{{- $of = append $of (list (printf "connections.%s.tls" $name) $connection.tls.existingSecret (list $connection.tls.caKey)) }}{{- end }}
{{- $of = append $of (list "connections.kafka.sasl.tls" $c.kafka.sasl.tls.existingSecret (list $c.kafka.sasl.tls.caKey)) }}
{{- $of = append $of (list "migrations" .Values.migrations.existingSecret (list .Values.migrations.usernameKey .Values.migrations.passwordKey)) }}
{{- $of = append $of (list "tls" .Values.tls.existingSecret (list "tls.crt" "tls.key")) }}
{{- if .Values.test.enabled }}{{- $of = append $of (list "test" .Values.test.existingSecret (list .Values.test.clientIdKey .Values.test.clientSecretKey)) }}{{- end }}
{{- range $of }}
{{- if index . 1 }}
{{- $secret := lookup "v1" "Secret" $.Release.Namespace (index . 1) }}
{{- if $secret }}
{{- $path := index . 0 }}
{{- range $key := index . 2 | uniq }}
{{- if not (hasKey (default dict $secret.data) $key) }}
{{ $path }}.existingSecret names Secret '{{ $secret.metadata.name }}', which has no key '{{ $key }}' but {{ keys (default dict $secret.data) | sortAlpha | join ", " | default "none" }}: add it, or say which key it is
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "sightline.checks.image" -}}
{{- with .Values.image }}
{{- if eq .tag "latest" }}
image.tag is 'latest', which says nothing of what runs and cannot be rolled back: name a version, such as {{ $.Chart.AppVersion }}
{{- end }}
{{- if regexMatch "(@|:[^/]*$)" .repository }}
image.repository is '{{ .repository }}', which holds a tag or a digest: those are image.tag and image.digest; such as registry.example.org/sightline
{{- else if regexMatch "[A-Z]" (regexReplaceAll "^[^/]*[.:][^/]*/" .repository "") }}
image.repository is '{{ .repository }}', and registries know no capitals: such as registry.example.org/sightline
{{- end }}
{{- end }}
{{- end -}}
