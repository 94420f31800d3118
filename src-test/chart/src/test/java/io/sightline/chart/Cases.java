package io.sightline.chart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is rendered to see what holds of every rendering: each example, and each toggle by itself. */
final class Cases {
    /** Values on top of the example for development, a toggle each. */
    private static final List<String> TOGGLES = List.of(
            "nameOverride: eyes",
            "fullnameOverride: eyes",
            "{commonLabels: {team: vision, helm.sh/chart: mine}, workloadDefaults: {podLabels: {team: eyes}}, monitoring:"
                    + " {serviceMonitor: {enabled: true, labels: {team: metrics}}}}",
            "image: {digest: 'sha256:" + "a".repeat(64) + "', pullSecrets: [login], pullPolicy: Always}",
            "image: {tag: 1.2.3}",
            "connections: {kafka: {tls: {enabled: true}}}",
            "connections: {kafka: {tls: {enabled: true, existingSecret: ca}, sasl: {mechanism: SCRAM-SHA-512,"
                    + " existingSecret: login}}}",
            "connections: {kafka: {sasl: {mechanism: PLAIN, username: me, password: dev-only}}}",
            "connections: {kafka: {sasl: {mechanism: OAUTHBEARER, existingSecret: login, tokenUrl:"
                    + " 'https://keycloak/token'}}}",
            "connections: {registry: {url: 'https://registry/apis', tls: {existingSecret: ca}}}",
            "connections: {s3: {endpoint: 'https://s3', tls: {existingSecret: ca}}}",
            "connections: {s3: {accessKey: '', secretKey: '', existingSecret: keys}}",
            "connections: {postgresql: {username: '', password: '', existingSecret: login}}",
            "connections: {postgresql: {password: '', existingSecret: login}}",
            "connections: {postgresql: {tls: {mode: verify-full, existingSecret: ca}}}",
            "connections: {keycloak: {serverUrl: 'https://keycloak', tls: {existingSecret: ca}}}",
            "connections: {mlflow: {url: 'https://mlflow', existingSecret: login, tls: {existingSecret: ca}}}",
            "connections: {tracing: {endpoint: 'https://collector:4318', ratio: 0.1, tls: {existingSecret: ca}}}",
            "monitoring: {jsonLog: true}",
            "tls: {existingSecret: certificate}",
            "migrations: {mode: startup}",
            "{migrations: {mode: job}, connections: {postgresql: {username: '', password: '', existingSecret: login,"
                    + " tls: {mode: verify-ca, existingSecret: ca}}}, image: {pullSecrets: [login]}}",
            "connections: {kafka: {sasl: {mechanism: OAUTHBEARER, existingSecret: login, tokenUrl:"
                    + " 'https://keycloak/token', tls: {existingSecret: ca}}}}",
            "{migrations: {existingSecret: owner, usernameKey: user}, workloads: {sink: {extraEnv: {A: b}}}}",
            "{migrations: {mode: job, existingSecret: owner, extraEnv: {A: b}, extraVolumes: [{name: keys, secret:"
                    + " {secretName: keys}}], extraVolumeMounts: [{name: keys, mountPath: /mnt/keys}], extraEgress:"
                    + " [{ports: [{port: 443}]}]}, properties: {spring.flyway.default-schema: vision}}",
            "routes: {files: {count.camel.yaml: '- route: {}'}}",
            "routes: {files: {count.camel.yaml: '- route: {}'}, restartOnChange: true}",
            "routes: {existingConfigMap: routes}",
            "pipes: {kubernetes: true, checkDefinitions: false}",
            "{pipes: {secrets: [webhook], configMaps: [sites]}, routes: {existingConfigMap: routes}}",
            "properties: {sightline.upkeep.delay: 5m, logging.level.root: WARN, sightline.claims.dry-run: false}",
            "checkSecrets: false",
            "workloads: {api: {replicas: 3}}",
            "workloads: {api: {autoscaling: {type: hpa, maxReplicas: 9}}}",
            "workloads: {detect: {autoscaling: {type: keda, minReplicas: 0, maxReplicas: 2}}}",
            "workloads: {sink: {autoscaling: {type: keda, maxReplicas: 2, authenticationRef: kafka}}}",
            "workloads: {api: {podDisruptionBudget: {enabled: false}}}",
            "workloads: {api: {podDisruptionBudget: {maxUnavailable: 25%}}}",
            "workloads: {api: {cache: {existingClaim: models}}, detect: {spread: []}}",
            "workloads: {api: {extraEnv: {A: b, N: 1, FLAG: true, S: {valueFrom: {secretKeyRef: {name: s, key: k}}}}}}",
            "workloads: {api: {extraVolumes: [{name: models, emptyDir: {}}], extraVolumeMounts: [{name: models,"
                    + " mountPath: /mnt/models}]}}",
            "workloads: {api: {extraEgress: [{ports: [{port: 443}]}], podLabels: {a: b}, podAnnotations: {c: d}}}",
            "workloads: {api: {nodeSelector: {a: b}, tolerations: [{key: gpu, operator: Exists}], priorityClassName:"
                    + " high, affinity: {nodeAffinity: {}}}}",
            "workloads: {api: {properties: {sightline.http.client-rate: 100}}}",
            "workloads: {edge: {stages: [api, pipes]}, pipes: null}",
            "workloads: {all: {stages: [ingest, detect, sink, promote, api, pipes]}, ingest: null, detect: null, sink:"
                    + " null, promote: null, api: null, pipes: null}",
            "podSecurityContext: {fsGroup: 10001}",
            "serviceAccount: {create: false}",
            "serviceAccount: {create: false, name: mine, pipesName: theirs}",
            "serviceAccount: {annotations: {a: b}}",
            "service: {type: NodePort, port: 80, annotations: {a: b}}",
            "httpRoute: {enabled: true, parentRefs: [{name: public}], hostnames: [a.example.org], annotations: {a: b}}",
            "ingress: {enabled: true, host: a.example.org, className: nginx, tlsSecret: cert, annotations: {a: b}}",
            "networkPolicy: {enabled: false}",
            "networkPolicy: {gateway: [{podSelector: {}}], monitoring: [{namespaceSelector: {}}], engines: {kafka:"
                    + " [{podSelector: {}}], keycloak: [{podSelector: {}}]}}",
            "monitoring: {serviceMonitor: {enabled: true, labels: {release: prometheus}}}",
            "monitoring: {prometheusRule: {enabled: true, labels: {a: b}, disabled: [SightlineFramesStuck]}}",
            "monitoring: {dashboard: {enabled: true}}",
            "operators: {strimzi: {topics: true, cluster: events, namespace: kafka}}",
            "{operators: {strimzi: {topics: true, user: true, cluster: events}}, topics: {frames: {name: My_Frames}}}",
            "operators: {cloudnativepg: {enabled: true}}",
            "test: {enabled: false}",
            "{global: {anything: {goes: here}}, enabled: true}");

    private static final Map<Case, Rendering> RENDERED = new ConcurrentHashMap<>();

    private Cases() {}

    /** One rendering to be looked at, made once. */
    record Case(Path example, String values) {
        Rendering render() {
            return RENDERED.computeIfAbsent(this, it -> Chart.render(it.example(), it.values()));
        }

        @Override
        public String toString() {
            return values.equals("{}") ? example.getFileName().toString() : values;
        }
    }

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        Chart.examples().forEach(example -> cases.add(new Case(example, "{}")));
        TOGGLES.forEach(values -> cases.add(new Case(Chart.example("dev"), values)));
        return cases;
    }
}
