package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Helm prints after an installation. */
class NotesTest {
    @Test
    void sayWhatIsMissingAndTheNextCommands() {
        assertThat(Chart.notes("{}"))
                .contains(
                        "api, detect, ingest, promote, sink",
                        "- logins are in plain text",
                        "- no way leads to the API from outside: httpRoute.enabled or ingress.enabled",
                        "- nobody is alerted: monitoring.prometheusRule.enabled",
                        "must exist: sightline.claims, sightline.dead-letters,",
                        "kubectl --namespace cameras rollout status",
                        "helm test vision --namespace cameras",
                        "port-forward service/vision-sightline-api 8080:8080");
    }

    @Test
    void sayNothingOfWhatIsThere() {
        assertThat(Chart.notes("{connections: {s3: {accessKey: '', secretKey: '', existingSecret: keys}, postgresql:"
                        + " {password: '', existingSecret: login}}, httpRoute: {enabled: true, parentRefs: [{name:"
                        + " public}]}, networkPolicy: {gateway: [{podSelector: {}}]}, monitoring: {prometheusRule:"
                        + " {enabled: true}}, operators: {strimzi: {topics: true, cluster: events}}}"))
                .doesNotContain("plain text", "no way leads", "lets no gateway in", "alerted", "topics");
    }

    @Test
    void sayWhatGoesOverTheNetworkUnencrypted() {
        assertThat(Chart.notes("connections: {kafka: {sasl: {mechanism: PLAIN, existingSecret: login}}, postgresql:"
                        + " {tls: {mode: prefer}}}"))
                .contains("- Kafka's login goes over the network unencrypted", "- PostgreSQL is spoken to unencrypted");
        assertThat(Chart.notes("{}")).doesNotContain("unencrypted");
    }

    @Test
    void sayThatTheGatewayIsKeptOut() {
        assertThat(Chart.notes("httpRoute: {enabled: true, parentRefs: [{name: public}]}"))
                .contains("- the NetworkPolicy lets no gateway in: networkPolicy.gateway");
    }

    @Test
    void sayThatTheTestHasNoClient() {
        assertThat(Chart.notes("test: {existingSecret: ''}"))
                .contains("- helm test has no client of Keycloak")
                .doesNotContain("helm test vision");
    }
}
