package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.KameletUse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the use of a Kamelet with its definition: place, parameters, their values. */
final class KameletUseCheck {
    /** What the component takes itself, whatever the Kamelet. */
    private static final Set<String> OF_THE_COMPONENT = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "routeId",
            "templateId",
            "timeout",
            "uuid");

    private final KameletCatalogue catalogue;
    private final KameletTemplateCheck templates;
    private final ConsumerGroups groups;
    private final Surroundings surroundings;

    KameletUseCheck(
            KameletCatalogue catalogue,
            KameletTemplateCheck templates,
            ConsumerGroups groups,
            Surroundings surroundings) {
        this.catalogue = catalogue;
        this.templates = templates;
        this.groups = groups;
        this.surroundings = surroundings;
    }

    /** An expression would make a route of another id for each exchange, and take what has it. */
    static void checkId(Endpoint endpoint, Findings findings) {
        var target = endpoint.address();
        var id = target.contains("/") ? target.substring(target.indexOf('/')) : endpoint.option("routeId");
        if (ExpressionCheck.hasFunction(id)) {
            findings.error(
                    endpoint.text().place(),
                    endpoint.path(),
                    "the id that a Kamelet is called with is an expression",
                    "write one; each id becomes a route, which stays");
        }
    }

    void check(KameletUse use) {
        var findings = use.name().findings();
        var name = use.name().name();
        var kamelet = catalogue.find(name);
        if (kamelet.isEmpty()) {
            findings.error(
                    use.name().place(),
                    use.name().path(),
                    "there is no Kamelet '" + Quotation.of(name) + "'",
                    Near.hint(name, catalogue.names()).orElse("a file " + name + ".kamelet.yaml defines one"));
            return;
        }
        checkRole(use, kamelet.get());
        checkGroup(use, kamelet.get());
        if (!catalogue.isOfAFile(name)) {
            checkParts(use, kamelet.get());
        }
        use.given().values().forEach(given -> checkValue(kamelet.get(), given, findings));
        for (var required : kamelet.get().required()) {
            var parameter = kamelet.get().parameters().get(required);
            boolean hasDefault = parameter != null && parameter.hasDefault();
            if (!use.given().containsKey(required) && !hasDefault && !isSetElsewhere(use, required)) {
                findings.error(
                        use.name().place(),
                        use.name().path(),
                        "the Kamelet '" + name + "' needs '" + required + "'",
                        description(parameter));
            }
        }
    }

    /** A group that the Kamelet has of its own is judged with it. */
    private void checkGroup(KameletUse use, Kamelet kamelet) {
        kamelet.group()
                .filter(Placeholders::isIn)
                .flatMap(group -> Placeholders.resolved(
                        group, name -> value(use, kamelet, name), name -> isSet(use, kamelet, name)))
                .ifPresent(group -> groups.check(group, "", use.name()));
    }

    private Optional<String> value(KameletUse use, Kamelet kamelet, String name) {
        var given = use.given().get(name);
        if (given != null) {
            return Placeholders.resolved(given.value().value(), surroundings::value, surroundings::hasProperty);
        }
        var parameter = kamelet.parameters().get(name);
        return parameter == null ? surroundings.value(name) : parameter.value("default");
    }

    private boolean isSet(KameletUse use, Kamelet kamelet, String name) {
        return use.given().containsKey(name)
                || (kamelet.parameters().get(name) == null && surroundings.hasProperty(name));
    }

    /** What the class path has is not judged by itself, and its user alone can bring what it lacks. */
    private void checkParts(KameletUse use, Kamelet kamelet) {
        templates
                .missingPart(kamelet, use.given(), surroundings)
                .ifPresent(missing -> use.name()
                        .findings()
                        .error(
                                use.name().place(),
                                use.name().path(),
                                "the Kamelet '" + kamelet.name() + "' cannot run: " + missing.message(),
                                missing.hint()));
    }

    private static String description(@Nullable KameletParameter parameter) {
        return parameter == null
                ? ""
                : parameter
                        .value("description")
                        .map(text -> Quotation.of(text, 120))
                        .orElse("");
    }

    /** Properties can give a value to a parameter: of all uses of the Kamelet, or of the one with an id. */
    private boolean isSetElsewhere(KameletUse use, String parameter) {
        var prefix = "camel.kamelet." + use.name().name() + ".";
        var known = surroundings.knownProperties();
        return known.contains(prefix + parameter)
                || (!use.id().isEmpty() && known.contains(prefix + use.id() + "." + parameter));
    }

    private static void checkRole(KameletUse use, Kamelet kamelet) {
        var type = kamelet.type();
        boolean fits = type.isEmpty()
                || (use.role().isEmpty() ? !type.equals("source") : use.role().equals(type));
        if (!fits) {
            use.name()
                    .findings()
                    .error(
                            use.name().place(),
                            use.name().path(),
                            "the Kamelet '" + kamelet.name() + "' is of type " + type + ", and expected here is "
                                    + (use.role().isEmpty() ? "an action or a sink" : article(use.role())),
                            "");
        }
        if (kamelet.opensHttp() && use.guard() == Guard.NONE) {
            use.name()
                    .findings()
                    .error(
                            use.name().place(),
                            use.name().path(),
                            "the Kamelet '" + kamelet.name() + "' listens for HTTP, and nothing guards it",
                            HttpCheck.WAY_OUT);
        }
    }

    private static String article(String role) {
        return (role.equals("action") ? "an " : "a ") + role;
    }

    private static void checkValue(Kamelet kamelet, Given given, Findings findings) {
        var parameter = kamelet.parameters().get(given.name());
        if (parameter == null) {
            if (!OF_THE_COMPONENT.contains(given.name())) {
                findings.error(
                        given.place(),
                        given.path(),
                        "the Kamelet '" + kamelet.name() + "' has no parameter '" + Quotation.of(given.name()) + "'",
                        Near.hint(given.name(), kamelet.parameters().keySet())
                                .orElse(
                                        kamelet.parameters().isEmpty()
                                                ? "it has none at all"
                                                : "it has "
                                                        + SchemaCheck.some(kamelet.parameters()
                                                                .keySet())));
            }
            return;
        }
        var label = "'" + given.name() + "' of the Kamelet '" + kamelet.name() + "'";
        var value = given.value();
        if (value.isNothing()) {
            findings.error(given.place(), given.path(), label + " has no value", "");
            return;
        }
        parameter
                .mismatch(value.value())
                .ifPresent(expected -> findings.error(
                        value.place(),
                        given.path(),
                        label + " is "
                                + (parameter.isSecret() ? "hidden here" : "'" + Quotation.of(value.value()) + "'")
                                + ", and expected is " + expected,
                        Near.hint(value.value().toLowerCase(Locale.ROOT), parameter.names())
                                .orElse("")));
        if (parameter.isSecret() && Secret.isInTheOpen(value.value())) {
            Secret.warn(given, label, findings);
        }
    }
}
