{{/*
The workloads that are installed, by name, each with the defaults of what it does not say. One of stage pipes alone
is left out where nothing tells of anything to run.
*/}}
{{- define "sightline.workloads" -}}
{{- $all := dict -}}
{{- range $name, $own := .Values.workloads -}}
{{- $whole := mergeOverwrite (deepCopy $.Values.workloadDefaults) (deepCopy (default dict $own)) -}}
{{- $_ := set $whole "stages" (default list $whole.stages) -}}
{{- $isIdle := and (eq (join "," $whole.stages) "pipes") (not (include "sightline.runsRoutes" (dict "root" $ "w" $whole))) -}}
{{- if and $whole.enabled (not $isIdle) -}}
{{- $_ := set $all $name $whole -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* Whether somebody says what stage pipes of a workload is to run, as true or nothing; argument: root, w. */}}
{{- define "sightline.runsRoutes" -}}
{{- $found := or (include "sightline.routesConfigMap" .root) .root.Values.pipes.kubernetes -}}
{{- range $name, $value := merge dict .w.properties .w.extraEnv -}}
{{- if eq (include "sightline.uniform" $name) "sightlineroutesdirectory" -}}{{- $found = true -}}{{- end -}}
{{- end -}}
{{- if $found -}}true{{- end -}}
{{- end -}}

{{/* Whether a workload has a stage, as true or nothing; argument: root, stage. */}}
{{- define "sightline.runs" -}}
{{- $found := "" -}}
{{- range $name, $w := fromYaml (include "sightline.workloads" .root) -}}{{- if has $.stage $w.stages -}}{{- $found = "true" -}}{{- end -}}{{- end -}}
{{- $found -}}
{{- end -}}

{{/* Whether a workload with a stage has a pod at all times, as true or nothing; argument: root, stage. */}}
{{- define "sightline.stays" -}}
{{- $found := "" -}}
{{- range $name, $w := fromYaml (include "sightline.workloads" .root) -}}
{{- $fewest := kindIs "invalid" $w.replicas | ternary 1 $w.replicas -}}
{{- if ne $w.autoscaling.type "none" -}}{{- $fewest = $w.autoscaling.minReplicas -}}{{- end -}}
{{- if and (has $.stage $w.stages) (gt (int $fewest) 0) -}}{{- $found = "true" -}}{{- end -}}
{{- end -}}
{{- $found -}}
{{- end -}}

{{/* Most partitions of what a stage reads; argument: root, stage. */}}
{{- define "sightline.partitions" -}}
{{- $topics := dict "ingest" (list "frames") "detect" (list "claims") "sink" (list "claims" "inferences" "deadLetters") -}}
{{- $most := 0 -}}
{{- range index $topics .stage -}}{{- $most = max $most (int (index $.root.Values.topics .).partitions) -}}{{- end -}}
{{- $most -}}
{{- end -}}

{{/* Kubernetes' quantity of memory in bytes, or nothing where it is none. */}}
{{- define "sightline.bytes" -}}
{{- $text := toString . -}}
{{- if regexMatch "^[0-9]+(\\.[0-9]+)?([kKMGT]i?)?$" $text -}}
{{- $factors := dict "" 1 "k" 1000 "K" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 "Ki" 1024 "ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- $unit := regexFind "[kKMGT]i?$" $text -}}
{{- mulf (trimSuffix $unit $text | float64) (index $factors $unit | float64) | int64 -}}
{{- end -}}
{{- end -}}

{{/* Kubernetes' quantity of processors in thousandths, or nothing where it is none. */}}
{{- define "sightline.millis" -}}
{{- $text := toString . -}}
{{- if regexMatch "^[0-9]+m$" $text -}}
{{- trimSuffix "m" $text -}}
{{- else if regexMatch "^[0-9]+(\\.[0-9]+)?$" $text -}}
{{- mulf (float64 $text) 1000 | int64 -}}
{{- end -}}
{{- end -}}

{{/* Whether a workload runs integrators' files: mounted ConfigMap's name, or nothing. */}}
{{- define "sightline.routesConfigMap" -}}
{{- if .Values.routes.existingConfigMap -}}
{{- .Values.routes.existingConfigMap -}}
{{- else if .Values.routes.files -}}
{{- include "sightline.fullname" . }}-routes
{{- end -}}
{{- end -}}

{{/* One pod less a minute, and none for a lull of less than five. */}}
{{- define "sightline.scaleDown" -}}
scaleDown:
  stabilizationWindowSeconds: 300
  policies:
    - {type: Pods, value: 1, periodSeconds: 60}
{{- end -}}

{{/* The workload that the test sends a picture to, or nothing. */}}
{{- define "sightline.testWorkload" -}}
{{- $found := "" -}}
{{- range $name, $w := fromYaml (include "sightline.workloads" .) -}}
{{- if and (has "api" $w.stages) (not $found) -}}{{- $found = $name -}}{{- end -}}
{{- end -}}
{{- $found -}}
{{- end -}}
