{{/* What a pod reaches, and who reaches it; argument: root, name, stages, extra (rules of egress). */}}
{{- define "sightline.networkPolicy" -}}
{{- $v := .root.Values -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "sightline.fullname" .root }}-{{ .name }}
  labels: {{- include "sightline.labels" (dict "root" .root "component" .name) | nindent 4 }}
  {{- if eq .name "migrations" }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-1"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
  {{- end }}
spec:
  podSelector:
    matchLabels:
      {{- include "sightline.selector" .root | nindent 6 }}
      app.kubernetes.io/component: {{ .name }}
  policyTypes: [Ingress, Egress]
  {{- if or (has "api" .stages) $v.networkPolicy.monitoring }}
  ingress:
    {{- if has "api" .stages }}
    - ports: [{port: 8080, protocol: TCP}]
      from:
        - podSelector:
            matchLabels:
              {{- include "sightline.selector" .root | nindent 14 }}
              app.kubernetes.io/component: test
        {{- with $v.networkPolicy.gateway }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- end }}
    {{- with $v.networkPolicy.monitoring }}
    - ports: [{port: 8081, protocol: TCP}]
      from: {{- toYaml . | nindent 8 }}
    {{- end }}
  {{- end }}
  egress:
    {{- include "sightline.egress" . | nindent 4 }}
    {{- if and (has "pipes" .stages) $v.pipes.kubernetes }}
    - ports:
        {{- range $v.networkPolicy.apiServerPorts }}
        - {port: {{ int . }}, protocol: TCP}
        {{- end }}
    {{- end }}
    {{- with .extra }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/*
The ports of the engines that stages speak to, by engine; argument: root, stages. Besides those of the stages there
are `migrations`, which needs PostgreSQL alone, and `test`, which needs Keycloak alone.
*/}}
{{- define "sightline.enginePorts" -}}
{{- $c := .root.Values.connections -}}
{{- $ports := dict -}}
{{- if has "test" .stages -}}
{{- $_ := set $ports "keycloak" (list (include "sightline.port" $c.keycloak.serverUrl | int)) -}}
{{- else -}}
{{- $_ := set $ports "postgresql" (list (int $c.postgresql.port)) -}}
{{- end -}}
{{- if not (or (has "migrations" .stages) (has "test" .stages)) -}}
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
{{- if $c.tracing.endpoint -}}{{- $_ := set $ports "tracing" (list (include "sightline.port" $c.tracing.endpoint | int)) -}}{{- end -}}
{{- end -}}
{{- range $engine, $further := .root.Values.networkPolicy.ports -}}
{{- if hasKey $ports $engine -}}{{- $_ := set $ports $engine (concat (index $ports $engine) $further | uniq) -}}{{- end -}}
{{- end -}}
{{- toYaml $ports -}}
{{- end -}}

{{/* Rules of egress to DNS and to the engines; argument: root, stages. */}}
{{- define "sightline.egress" -}}
{{- $policy := .root.Values.networkPolicy -}}
- ports:
    {{- range $policy.dnsPorts }}
    - {port: {{ int . }}, protocol: UDP}
    - {port: {{ int . }}, protocol: TCP}
    {{- end }}
  to: {{- toYaml $policy.dns | nindent 4 }}
{{- range $engine, $ports := fromYaml (include "sightline.enginePorts" .) }}
- ports:
    {{- range $ports }}
    - {port: {{ int . }}, protocol: TCP}
    {{- end }}
  {{- with index $policy.engines $engine }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* The port of an address of HTTP. */}}
{{- define "sightline.port" -}}
{{- $port := regexFind ":[0-9]+(/|$)" . | trimAll ":/" -}}
{{- default (ternary 443 80 (hasPrefix "https" .)) $port -}}
{{- end -}}
