package io.sightline.integration;

import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.HttpEndpoint;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses what listens for HTTP unguarded, or where the API's own contracts are. */
final class HttpCheck {
    static final String WAY_OUT = "put all steps into the steps of a 'policy' that comes first, or write"
            + " 'note: \"sightline.public: true\"' to let everybody in; a Pipe says either by the annotation"
            + " sightline.policy or sightline.public";

    private static final Pattern RESERVED = Pattern.compile("/v[12](/.*)?");

    private HttpCheck() {}

    static void check(List<HttpEndpoint> endpoints, Facts facts) {
        for (int index = 0; index < endpoints.size(); index++) {
            var endpoint = endpoints.get(index);
            checkOne(endpoint, facts);
            endpoints.subList(0, index).stream()
                    .filter(former -> clash(former, endpoint))
                    .findFirst()
                    .ifPresent(former -> endpoint.at()
                            .findings()
                            .error(
                                    endpoint.at().place(),
                                    endpoint.at().path(),
                                    "'" + endpoint.at().name() + "' listens where another route does",
                                    "the other is " + where(former.at())));
        }
    }

    private static void checkOne(HttpEndpoint endpoint, Facts facts) {
        var at = endpoint.at();
        if (isReserved(endpoint.path())) {
            at.findings()
                    .error(
                            at.place(),
                            at.path(),
                            "'" + at.name() + "' listens under /v1 or /v2, which belong to the API's contracts",
                            "choose another path");
        }
        boolean guardedByTarget = facts.routes.stream()
                .anyMatch(route -> route.target().equals(endpoint.target()) && route.guard() != Guard.NONE);
        if (endpoint.guard() == Guard.NONE && !guardedByTarget) {
            at.findings()
                    .error(
                            at.place(),
                            at.path(),
                            "'" + at.name() + "' listens for HTTP, and nothing guards it",
                            WAY_OUT);
        }
    }

    static boolean isReserved(String path) {
        return RESERVED.matcher(path).matches();
    }

    private static boolean clash(HttpEndpoint left, HttpEndpoint right) {
        return left.path().equals(right.path())
                && left.precondition().equals(right.precondition())
                && (left.methods().isEmpty()
                        || right.methods().isEmpty()
                        || List.of(left.methods().split(",")).stream()
                                .anyMatch(List.of(right.methods().split(","))::contains));
    }

    static String where(Facts.Named other) {
        return other.findings().file() + ":" + other.place().line();
    }
}
