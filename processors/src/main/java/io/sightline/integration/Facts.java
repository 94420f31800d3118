package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What files say that can only be judged when all of them are read. */
final class Facts {
    final List<Route> routes = new ArrayList<>();
    final List<Id> ids = new ArrayList<>();
    final List<Named> configurations = new ArrayList<>();
    final List<Named> pipes = new ArrayList<>();
    final List<Named> usedConfigurations = new ArrayList<>();
    final List<Named> usedBeans = new ArrayList<>();
    final List<Named> usedClasses = new ArrayList<>();
    final List<Named> calledRoutes = new ArrayList<>();
    final List<HttpEndpoint> httpEndpoints = new ArrayList<>();
    final List<Reader> readers = new ArrayList<>();
    final List<KameletUse> kameletUses = new ArrayList<>();
    final List<Named> beans = new ArrayList<>();
    final List<Named> restConfigurations = new ArrayList<>();
    final List<Named> kamelets = new ArrayList<>();
    final List<Named> templates = new ArrayList<>();
    final List<Named> usedTemplates = new ArrayList<>();
    final Set<String> classes = new HashSet<>();

    /** Names of beans that templates make for themselves. */
    final Set<String> furtherBeans = new HashSet<>();

    /** Whether a Java file makes beans whose names it does not write as texts. */
    boolean isAnyBeanUnnamed;

    /** A Kamelet becomes a route of the id that its use gives it. */
    void use(KameletUse use) {
        kameletUses.add(use);
        if (!use.id().isEmpty() && !Placeholders.isIn(use.id())) {
            ids.add(new Id(use.name(), use.id(), Maker.KAMELET, use.said()));
        }
    }

    /** What is made in several places of a file is one. */
    static void addOnce(List<Named> all, Named made) {
        boolean isKnown = all.stream()
                .anyMatch(known ->
                        known.findings() == made.findings() && known.name().equals(made.name()));
        if (!isKnown) {
            all.add(made);
        }
    }

    void addAll(Facts other) {
        routes.addAll(other.routes);
        ids.addAll(other.ids);
        configurations.addAll(other.configurations);
        pipes.addAll(other.pipes);
        usedConfigurations.addAll(other.usedConfigurations);
        usedBeans.addAll(other.usedBeans);
        usedClasses.addAll(other.usedClasses);
        calledRoutes.addAll(other.calledRoutes);
        httpEndpoints.addAll(other.httpEndpoints);
        readers.addAll(other.readers);
        kameletUses.addAll(other.kameletUses);
        beans.addAll(other.beans);
        restConfigurations.addAll(other.restConfigurations);
        kamelets.addAll(other.kamelets);
        templates.addAll(other.templates);
        usedTemplates.addAll(other.usedTemplates);
        classes.addAll(other.classes);
        furtherBeans.addAll(other.furtherBeans);
        isAnyBeanUnnamed |= other.isAnyBeanUnnamed;
    }

    /** A name and where it stands. */
    record Named(Findings findings, Place place, String path, String name) {}

    /**
     * The id of a route that a file makes.
     *
     * @param at where it is said; its name is that of what makes the route
     * @param use of a Kamelet, the same for those that send to one route
     */
    record Id(Named at, String name, Maker maker, String use) {
        static Id of(Named named, Maker maker) {
            return new Id(named, named.name(), maker, "");
        }
    }

    /** What makes a route of an id. */
    enum Maker {
        /** The route itself. */
        ROUTE,
        /** The use of a template. */
        TEMPLATE,
        /** The use of a Kamelet. */
        KAMELET,
        /** A Pipe, whose name it is. */
        PIPE
    }

    /**
     * A route.
     *
     * @param precondition what decides at start-up whether it is there; empty when nothing does
     * @param scheme of what it begins with
     * @param target what it begins with, without its options
     * @param shared whether others may begin with the same
     * @param guard what stands before its steps
     */
    record Route(Named id, String precondition, String scheme, String target, boolean shared, Guard guard) {}

    /** What stands between a request and the steps of a route. */
    enum Guard {
        /** A policy. */
        POLICY,
        /** Nothing, on purpose. */
        PUBLIC,
        /** Nothing. */
        NONE
    }

    /**
     * Something that listens for HTTP.
     *
     * @param at its name is how messages call it
     * @param methods in capital letters, with commas between; empty when all
     * @param path with a slash at its beginning
     * @param target route that its requests go to, as {@code direct:name}; empty when they stay
     */
    record HttpEndpoint(Named at, String methods, String path, String precondition, Guard guard, String target) {}

    /**
     * What reads a topic of Kafka.
     *
     * @param at its name is the consumer group, as it is written
     * @param route id of the route that begins with it; empty when that may not replace a built-in one
     */
    record Reader(Named at, String route) {
        /** One, of an endpoint that reads Kafka with a group; empty of any other. */
        static Optional<Reader> of(Endpoint endpoint, String route, Findings findings) {
            var group = endpoint.given().get("groupId");
            return endpoint.uri().scheme().equals("kafka") && endpoint.role() != Endpoint.Role.PRODUCER && group != null
                    ? Optional.of(new Reader(
                            new Named(
                                    findings,
                                    group.value().place(),
                                    group.path(),
                                    group.value().value()),
                            route))
                    : Optional.empty();
        }

        /** The group; empty when a placeholder stands in it whose value is not known. */
        Optional<String> group(Surroundings surroundings) {
            return resolved(at.name(), surroundings);
        }

        /** What {@link #route} comes to; empty when a placeholder stands in it whose value is not known. */
        Optional<String> route(Surroundings surroundings) {
            return resolved(route, surroundings);
        }

        private static Optional<String> resolved(String text, Surroundings surroundings) {
            return Placeholders.resolved(text, surroundings::value, surroundings::hasProperty);
        }
    }

    /** A value that is given to a parameter. */
    record Given(String name, Text value, Place place, String path) {
        /** The texts of an object. */
        static Map<String, Given> all(Entries entries, String path) {
            var given = new LinkedHashMap<String, Given>();
            for (var entry : entries.entries()) {
                if (entry.value() instanceof Text value) {
                    var place = entry.key().place();
                    given.put(entry.name(), new Given(entry.name(), value, place, Paths.key(path, entry.name())));
                }
            }
            return given;
        }
    }

    /**
     * The use of a Kamelet.
     *
     * @param role source, action or sink; empty when either of the latter will do
     * @param id of the route that it becomes, of which there may be properties
     */
    record KameletUse(Named name, String id, String role, Map<String, Given> given, Guard guard) {
        /** The Kamelet and what it is given, in whatever order. */
        private String said() {
            var values = new TreeMap<String, String>();
            given.forEach(
                    (parameter, value) -> values.put(parameter, value.value().value()));
            return name.name() + values;
        }
    }
}
