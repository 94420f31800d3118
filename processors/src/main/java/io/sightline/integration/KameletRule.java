package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Endpoint.Role;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.YamlNode.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Kamelet that is called with an id may be given, when the call is filled in for each exchange: Camel makes one
 * route of an id, and would put another one in its place, under whoever uses it, for other parameters.
 */
public final class KameletRule {
    private static final String INSTEAD =
            "hand over in a header what changes, and have the Kamelet read that; or choose between calls with an id each";

    /** Functions of simple that say the same for each exchange. */
    private static final Pattern FIXED = Pattern.compile("\\$(simple)?\\{((sys)?env[.:]|properties:)[^{}]*}");

    private KameletRule() {}

    /**
     * Why a step may not call this; empty when it may.
     *
     * @param uri with expressions that are filled in for each exchange
     */
    public static Optional<String> refusal(String uri) {
        var endpoint = Endpoint.of(new Text(Place.START, uri, false, false), null, Role.PRODUCER, "");
        return changing(endpoint).map(given -> message(given) + "; " + INSTEAD);
    }

    static void check(Endpoint endpoint, Findings findings) {
        changing(endpoint).ifPresent(given -> findings.error(given.place(), given.path(), message(given), INSTEAD));
    }

    private static Optional<Given> changing(Endpoint endpoint) {
        boolean hasId =
                endpoint.address().contains("/") || !endpoint.option("routeId").isEmpty();
        return endpoint.given().values().stream()
                .filter(given -> endpoint.uri().scheme().equals("kamelet") && hasId)
                .filter(given -> !given.name().equals("routeId")
                        && isChanging(given.value().value()))
                .findFirst();
    }

    private static boolean isChanging(String text) {
        return ExpressionCheck.hasFunction(FIXED.matcher(text).replaceAll(""));
    }

    private static String message(Given given) {
        return "the Kamelet is called with an id, and so is one route with fixed parameters, but '"
                + Quotation.of(given.name()) + "' is an expression";
    }
}
