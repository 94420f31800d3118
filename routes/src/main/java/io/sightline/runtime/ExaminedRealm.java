package io.sightline.runtime;

import io.sightline.doctor.ContractScopes;
import io.sightline.doctor.RealmQuestions;
import io.sightline.doctor.Subject;
import java.util.List;
import java.util.stream.Stream;

/** What is looked at of Keycloak. */
final class ExaminedRealm {
    private static final String[] OTHERS = {"keycloak.keys", "keycloak.scopes", "keycloak.client", "clock.keycloak"};

    private final ExaminedRuntime runtime;

    ExaminedRealm(ExaminedRuntime runtime) {
        this.runtime = runtime;
    }

    Subject subject() {
        if (!runtime.runs(Stage.API)) {
            return new Subject(
                    ExaminedChecks.skipped("keycloak", runtime.unneeded()),
                    Stream.of(OTHERS)
                            .map(name -> ExaminedChecks.skipped(name, runtime.unneeded()))
                            .toList());
        }
        var keycloak = runtime.settings(KeycloakProperties.class);
        var web = runtime.web(
                "sightline.keycloak.ssl-bundle",
                keycloak.sslBundle(),
                "sightline.keycloak.server-url",
                keycloak.serverUrl());
        var realm = new RealmQuestions(web, keycloak.issuer(), keycloak.clientId());
        var wayOut = "See whether Keycloak at " + keycloak.origin()
                + " is up, and look at sightline.keycloak.server-url, .realm and .ssl-bundle.";
        return new Subject(
                ExaminedChecks.check("keycloak", wayOut, realm::realm),
                List.of(
                        ExaminedChecks.check(OTHERS[0], wayOut, realm::keys),
                        ExaminedChecks.check(OTHERS[1], wayOut, () -> realm.scopes(ContractScopes.all())),
                        ExaminedChecks.check(OTHERS[2], wayOut, realm::client),
                        ExaminedChecks.check(OTHERS[3], wayOut, realm::clock)));
    }
}
