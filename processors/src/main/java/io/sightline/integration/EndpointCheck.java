package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Endpoint.Role;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.YamlNode.Text;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares endpoints with Camel's catalogue: component, place in the route, options and their values. */
final class EndpointCheck {
    /** Ends each message on a part of Camel that the class path does not have. */
    static final String NOT_HERE = "' is not in this runtime";

    /** Components that call Java code. */
    private static final Set<String> CALLING = Set.of("bean", "class");

    /** What no jar is to be fetched for, and what to do instead. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "controlbus",
            "it would stop and start the routes of others; whoever may does so by POST /v1/routes/{id}/stop and start");

    private static final String CLASS_PATH = "classpath:";
    private static final String DISK = "file:";

    private final ComponentCatalogue catalogue;

    EndpointCheck(ComponentCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    void check(Endpoint endpoint, Findings findings) {
        var uri = endpoint.uri();
        if (!uri.options().isEmpty() && endpoint.parametersPlace() != null) {
            findings.error(
                    endpoint.parametersPlace(),
                    Paths.key(endpoint.path(), "parameters"),
                    "options stand in the URI and in 'parameters', and Camel accepts one of both",
                    "move '" + Quotation.of(uri.options().get(0).name()) + "' to the parameters");
        }
        if (endpoint.text().value().isBlank()) {
            findings.error(
                    endpoint.text().place(),
                    endpoint.path(),
                    "the URI is empty",
                    "it begins with the name of a component and a colon, as log:name does");
        }
        if (uri.scheme().isBlank()) {
            return;
        }
        if (!catalogue.isHere("component", uri.scheme())) {
            notHere(endpoint.text(), uri.scheme(), endpoint.path(), catalogue, findings);
            return;
        }
        catalogue.component(uri.scheme()).ifPresent(component -> {
            checkRole(endpoint, component, findings);
            checkOptions(endpoint, component, findings);
            checkTwice(endpoint, component, findings);
            checkStatement(endpoint, findings);
            if (CALLING.contains(uri.scheme())) {
                var text = endpoint.text();
                var called = new Text(text.place(), endpoint.address(), text.plain(), text.block());
                ProcessClass.check(called, endpoint.path(), findings);
            }
        });
    }

    /** Says of a component that the class path does not have whether Camel has it, and where it comes from. */
    static void notHere(Text text, String scheme, String path, ComponentCatalogue catalogue, Findings findings) {
        var component = catalogue.component(scheme);
        if (component.isPresent()) {
            findings.error(
                    text.place(),
                    path,
                    "the component '" + scheme + NOT_HERE,
                    LEFT_OUT.getOrDefault(
                            scheme,
                            "put its jar " + component.get().artifact()
                                    + " and what that needs beside sightline.jar, into lib/"));
            return;
        }
        findings.error(
                text.place(),
                path,
                "unknown component '" + Quotation.of(scheme) + "'",
                Near.hint(scheme, catalogue.names()).orElse("a URI begins with the name of a component and a colon"));
    }

    private static void checkRole(Endpoint endpoint, Component component, Findings findings) {
        if (endpoint.role() == Role.CONSUMER && component.producerOnly()) {
            findings.error(
                    endpoint.text().place(),
                    endpoint.path(),
                    "no route can begin with '" + component.scheme() + "', which only takes messages",
                    "");
        }
        if (endpoint.role() == Role.PRODUCER && component.consumerOnly()) {
            findings.error(
                    endpoint.text().place(),
                    endpoint.path(),
                    "nothing can be sent to '" + component.scheme() + "', which a route can only begin with",
                    "");
        }
    }

    private static void checkOptions(Endpoint endpoint, Component component, Findings findings) {
        var path = endpoint.uri().path();
        var given = new HashSet<>(component.givenBy(path));
        for (var value : endpoint.given().values()) {
            var option = component.option(value.name());
            if (option.isPresent()) {
                given.add(option.get().name());
                checkValue(component, option.get(), value, findings);
            } else if (!component.lenient()
                    && !Placeholders.isIn(value.name())
                    && !value.name().contains("${")) {
                unknownOption(component, value, findings);
            }
        }
        checkPath(endpoint, component, findings);
        checkRequired(endpoint, component, given, findings);
    }

    /** Camel makes a list of them, which few options take. */
    private static void checkTwice(Endpoint endpoint, Component component, Findings findings) {
        var names = new HashSet<String>();
        for (var given : endpoint.uri().options()) {
            boolean isOne = component
                    .option(given.name())
                    .filter(option -> !option.isMany())
                    .isPresent();
            if (isOne && !names.add(given.name())) {
                findings.error(
                        endpoint.text().at(given.index()),
                        endpoint.path(),
                        "'" + given.name() + "' of component '" + component.scheme() + "' is given twice",
                        "leave one of them");
            }
        }
    }

    /** Of SQL in a file: what is on the class path is the same everywhere, and what is on the disk may not be. */
    private void checkStatement(Endpoint endpoint, Findings findings) {
        var path = endpoint.address();
        if (!endpoint.uri().scheme().equals("sql") || Placeholders.isIn(path) || path.contains("${")) {
            return;
        }
        var place = endpoint.text().at(endpoint.uri().path().isEmpty() ? 0 : "sql:".length());
        if (path.startsWith(CLASS_PATH) && !catalogue.hasResource(path.substring(CLASS_PATH.length()))) {
            findings.error(
                    place,
                    endpoint.path(),
                    "there is no '" + Quotation.of(path.substring(CLASS_PATH.length())) + "' on the class path",
                    "mind its folders, or write 'sql:file:' and a path");
        } else if (path.startsWith(DISK) && !isReadable(path.substring(DISK.length()))) {
            findings.warning(
                    place,
                    endpoint.path(),
                    "there is no file '" + Quotation.of(path.substring(DISK.length())) + "' on this machine",
                    "it must be there where the route runs");
        }
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The path's value, where it is sure which option it belongs to. */
    private static void checkPath(Endpoint endpoint, Component component, Findings findings) {
        var path = endpoint.uri().path();
        var value = component.hasOnePart() || path.indexOf(':') < 0 ? path : path.substring(0, path.indexOf(':'));
        component
                .first()
                .filter(option -> !value.isEmpty() && option.type().equals("enum"))
                .ifPresent(option -> option.mismatch(value)
                        .ifPresent(expected -> findings.error(
                                endpoint.text().at(endpoint.uri().scheme().length() + 1),
                                endpoint.path(),
                                "'" + option.name() + "' of component '" + component.scheme() + "' is '"
                                        + Quotation.of(value) + "', and expected is " + expected,
                                nearest(value, new HashSet<>(option.values())))));
    }

    private static void unknownOption(Component component, Given value, Findings findings) {
        findings.error(
                value.place(),
                value.path(),
                "unknown option '" + Quotation.of(value.name()) + "' of component '" + component.scheme() + "'",
                nearest(value.name(), component.names()));
    }

    private static void checkValue(Component component, ComponentOption option, Given value, Findings findings) {
        var text = value.value();
        var label = "'" + option.name() + "' of component '" + component.scheme() + "'";
        if (text.isNothing()) {
            findings.error(value.place(), value.path(), label + " has no value", "");
            return;
        }
        option.mismatch(text.value())
                .ifPresent(expected -> findings.error(
                        text.place(),
                        value.path(),
                        label + " is " + (option.secret() ? "hidden here" : "'" + Quotation.of(text.value()) + "'")
                                + ", and expected is " + expected,
                        nearest(text.value(), new HashSet<>(option.values()))));
        if (option.secret() && Secret.isInTheOpen(text.value())) {
            Secret.warn(value, label, findings);
        }
    }

    private static void checkRequired(Endpoint endpoint, Component component, Set<String> given, Findings findings) {
        if (Placeholders.isIn(endpoint.uri().scheme())
                || endpoint.text().value().contains("${")) {
            return;
        }
        component.options().stream()
                .filter(option -> option.required() && !option.componentWide() && !given.contains(option.name()))
                .forEach(option -> findings.error(
                        endpoint.text().place(),
                        endpoint.path(),
                        "component '" + component.scheme() + "' needs '" + option.name() + "'",
                        option.inPath() ? "its URIs look like " + component.syntax() : ""));
    }

    private static String nearest(String name, Set<String> known) {
        return Near.hint(name, known).orElse("");
    }
}
