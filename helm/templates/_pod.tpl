{{/* The pod of a workload; argument: root, name, w. */}}
{{- define "sightline.pod" -}}
{{- $v := .root.Values -}}
{{- $token := and (has "pipes" .w.stages) $v.pipes.kubernetes -}}
serviceAccountName: {{ include "sightline.serviceAccount" (dict "root" .root "stages" .w.stages) }}
automountServiceAccountToken: {{ ternary true false $token }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ int .w.shutdown.gracePeriodSeconds }}
securityContext: {{- include "sightline.podSecurity" .root | nindent 2 }}
{{- with $v.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- if eq $v.migrations.mode "initContainer" }}
initContainers:
  - {{ include "sightline.migrations" (dict "root" .root "additions" .w "files" "/etc/sightline/config/application.yaml,/etc/sightline/config/workload.yaml") | nindent 4 | trim }}
{{- end }}
containers:
  - name: sightline
    image: {{ include "sightline.image" .root | quote }}
    imagePullPolicy: {{ $v.image.pullPolicy }}
    securityContext: {{- include "sightline.containerSecurity" .root | nindent 6 }}
    env:
      {{- $set := fromYaml (include "sightline.environment" (dict "root" .root "stages" .w.stages)) }}
      {{- include "sightline.variables" (merge $set .w.extraEnv) | trim | nindent 6 }}
    ports:
      {{- if has "api" .w.stages }}
      - {name: http, containerPort: 8080}
      {{- end }}
      - {name: management, containerPort: 8081}
    # A process opens the management port when its models are loaded and its routes begin.
    startupProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 3
      failureThreshold: {{ div (add (int .w.startup.timeoutSeconds) 2) 3 }}
    # No engine counts here: a restart cures none that is away.
    livenessProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    readinessProbe:
      httpGet: {path: /actuator/health/readiness, port: management}
      periodSeconds: 5
      timeoutSeconds: 5
      failureThreshold: 2
    lifecycle:
      preStop:
        sleep: {seconds: {{ int .w.shutdown.preStopSeconds }}}
    resources: {{- toYaml .w.resources | nindent 6 }}
    volumeMounts:
      - {name: config, mountPath: /etc/sightline/config, readOnly: true}
      - {name: tmp, mountPath: /tmp}
      - {name: cache, mountPath: /var/cache/sightline}
      {{- with include "sightline.authorityMounts" $v.connections | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- if and (has "api" .w.stages) $v.tls.existingSecret }}
      - {name: tls, mountPath: /etc/sightline/tls, readOnly: true}
      {{- end }}
      {{- if has "pipes" .w.stages }}
      {{- if include "sightline.routesConfigMap" .root }}
      - {name: routes, mountPath: /etc/sightline/routes, readOnly: true}
      {{- end }}
      {{- range $i, $name := $v.pipes.secrets }}
      - {name: "secret-{{ $i }}", mountPath: "/etc/camel/conf.d/_secrets/{{ $name }}", readOnly: true}
      {{- end }}
      {{- range $i, $name := $v.pipes.configMaps }}
      - {name: "config-map-{{ $i }}", mountPath: "/etc/camel/conf.d/_configmaps/{{ $name }}", readOnly: true}
      {{- end }}
      {{- end }}
      {{- with .w.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "sightline.fullname" .root }}-config
      items:
        - {key: application.yaml, path: application.yaml}
        - {key: {{ .name }}.yaml, path: workload.yaml}
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  - name: cache
    {{- if .w.cache.existingClaim }}
    persistentVolumeClaim: {claimName: {{ .w.cache.existingClaim }}}
    {{- else }}
    emptyDir: {sizeLimit: {{ .w.cache.size }}}
    {{- end }}
  {{- with include "sightline.authorityVolumes" $v.connections | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if and (has "api" .w.stages) $v.tls.existingSecret }}
  - name: tls
    secret: {secretName: {{ $v.tls.existingSecret }}}
  {{- end }}
  {{- if has "pipes" .w.stages }}
  {{- with include "sightline.routesConfigMap" .root }}
  - name: routes
    configMap: {name: {{ . }}}
  {{- end }}
  {{- range $i, $name := $v.pipes.secrets }}
  - name: secret-{{ $i }}
    secret: {secretName: {{ $name }}}
  {{- end }}
  {{- range $i, $name := $v.pipes.configMaps }}
  - name: config-map-{{ $i }}
    configMap: {name: {{ $name }}}
  {{- end }}
  {{- end }}
  {{- with .w.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .w.spread }}
topologySpreadConstraints:
  {{- range . }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "sightline.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.name }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- with include "sightline.placement" .w }}
{{- . | nindent 0 }}
{{- end }}
{{- end -}}

{{/* Where a pod may run; argument: a workload. */}}
{{- define "sightline.placement" -}}
{{- $where := dict -}}
{{- range $field := list "nodeSelector" "tolerations" "affinity" "priorityClassName" -}}
{{- with index $ $field -}}{{- $_ := set $where $field . -}}{{- end -}}
{{- end -}}
{{- if $where -}}{{- toYaml $where -}}{{- end -}}
{{- end -}}

{{- define "sightline.authorityMounts" -}}
{{- range $name, $tls := fromYaml (include "sightline.authorities" .) }}
- {name: ca-{{ $name }}, mountPath: /etc/sightline/ca/{{ $name }}, readOnly: true}
{{- end }}
{{- end -}}

{{- define "sightline.authorityVolumes" -}}
{{- range $name, $tls := fromYaml (include "sightline.authorities" .) }}
- name: ca-{{ $name }}
  secret:
    secretName: {{ $tls.existingSecret }}
    items:
      - {key: {{ $tls.caKey }}, path: ca.crt}
{{- end }}
{{- end -}}

{{/*
The container that migrates the database and ends; argument: root, files (of properties), additions (extraEnv and
extraVolumeMounts).
*/}}
{{- define "sightline.migrations" -}}
name: migrations
image: {{ include "sightline.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [migrate]
securityContext: {{- include "sightline.containerSecurity" .root | nindent 2 }}
env:
  {{- $set := fromYaml (include "sightline.environment.migrations" .) }}
  {{- include "sightline.variables" (merge $set .additions.extraEnv) | trim | nindent 2 }}
resources:
  requests: {cpu: 100m, memory: 256Mi}
  limits: {memory: 384Mi}
volumeMounts:
  - {name: config, mountPath: /etc/sightline/config, readOnly: true}
  - {name: tmp, mountPath: /tmp}
  - {name: cache, mountPath: /var/cache/sightline}
  {{- with include "sightline.authorityMounts" (pick .root.Values.connections "postgresql") | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .additions.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
