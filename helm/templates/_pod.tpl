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
  - {{ include "sightline.migrations" (dict "root" .root) | nindent 4 | trim }}
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
      {{- range $v.pipes.secrets }}
      - {name: "secret-{{ . }}", mountPath: "/etc/camel/conf.d/_secrets/{{ . }}", readOnly: true}
      {{- end }}
      {{- range $v.pipes.configMaps }}
      - {name: "config-map-{{ . }}", mountPath: "/etc/camel/conf.d/_configmaps/{{ . }}", readOnly: true}
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
  {{- range $v.pipes.secrets }}
  - name: secret-{{ . }}
    secret: {secretName: {{ . }}}
  {{- end }}
  {{- range $v.pipes.configMaps }}
  - name: config-map-{{ . }}
    configMap: {name: {{ . }}}
  {{- end }}
  {{- end }}
  {{- with .w.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- if .w.spread }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
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
{{- with .w.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .w.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .w.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .w.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{- define "sightline.authorityMounts" -}}
{{- range fromYamlArray (include "sightline.authorities" .) }}
- {name: ca-{{ . }}, mountPath: /etc/sightline/ca/{{ . }}, readOnly: true}
{{- end }}
{{- end -}}

{{- define "sightline.authorityVolumes" -}}
{{- range $name := fromYamlArray (include "sightline.authorities" .) }}
{{- with (index $ $name).tls }}
- name: ca-{{ $name }}
  secret:
    secretName: {{ .existingSecret }}
    items:
      - {key: {{ .caKey }}, path: ca.crt}
{{- end }}
{{- end }}
{{- end -}}

{{/* The container that migrates the database and ends. It has no other login than that. */}}
{{- define "sightline.migrations" -}}
{{- $c := .root.Values.connections -}}
{{- $e := dict "SPRING_DATASOURCE_URL" (dict "value" (include "sightline.jdbc" $c.postgresql)) -}}
{{- include "sightline.environment.database" (dict "to" $e "root" .root) -}}
name: migrations
image: {{ include "sightline.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [migrate]
securityContext: {{- include "sightline.containerSecurity" .root | nindent 2 }}
env: {{- include "sightline.variables" $e | trim | nindent 2 }}
resources:
  requests: {cpu: 100m, memory: 256Mi}
  limits: {memory: 384Mi}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: cache, mountPath: /var/cache/sightline}
  {{- with include "sightline.authorityMounts" (pick $c "postgresql") | trim }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end -}}
