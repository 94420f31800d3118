package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Route;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Judges what no file shows alone: names that stand twice, ends that clash, and references into nothing. */
final class CrossCheck {
    static final String CONFIGURATION_FOR_ALL =
            "a route configuration without an id counts for all routes, the built-in ones too";

    private static final Set<String> EXCLUSIVE = Set.of("direct", "seda");

    private final Facts facts;
    private final Facts builtIn;
    private final Surroundings surroundings;
    private final ComponentCatalogue catalogue;

    CrossCheck(Facts facts, Facts builtIn, Surroundings surroundings, ComponentCatalogue catalogue) {
        this.facts = facts;
        this.builtIn = builtIn;
        this.surroundings = surroundings;
        this.catalogue = catalogue;
    }

    void check(KameletCatalogue kamelets, KameletTemplateCheck templates) {
        twice(
                "route id",
                facts.routes.stream()
                        .map(Route::id)
                        .filter(id -> !id.name().isEmpty())
                        .toList());
        twice("id of a route configuration", facts.configurations);
        twice("name of a Pipe", facts.pipes);
        twice("name of a bean", facts.beans);
        twice("id of a route template", facts.templates);
        checkKameletIds();
        if (!builtIn.restConfigurations.isEmpty()) {
            facts.restConfigurations.forEach(configuration -> error(
                    configuration,
                    "'restConfiguration' counts for all of REST, the API too",
                    "leave it out: the runtime has one"));
        }
        checkBuiltIn();
        checkConsumers();
        checkCalls();
        checkConfigurations();
        checkBeans();
        checkClasses();
        HttpCheck.check(facts.httpEndpoints, facts);
        var uses = new KameletUseCheck(kamelets, templates, surroundings);
        facts.kameletUses.forEach(uses::check);
    }

    private static void twice(String what, List<Named> all) {
        var first = new HashMap<String, Named>();
        for (var named : all) {
            var former = first.putIfAbsent(named.name(), named);
            if (former != null) {
                error(
                        named,
                        "the " + what + " '" + Quotation.of(named.name()) + "' is taken",
                        "it is that of " + HttpCheck.where(former));
            }
        }
    }

    /** A Kamelet becomes a route of the id that its use gives it. */
    private void checkKameletIds() {
        var routes = new HashMap<String, Named>();
        Stream.of(builtIn.routes, facts.routes)
                .flatMap(List::stream)
                .forEach(route -> routes.put(route.id().name(), route.id()));
        var uses = new HashMap<String, Named>();
        for (var use : facts.kameletUses) {
            var name = use.name();
            if (use.id().isEmpty() || Placeholders.isIn(use.id())) {
                continue;
            }
            var former = uses.putIfAbsent(use.id(), name);
            boolean isOther = former != null
                    && !(former.name().equals(name.name())
                            && former.findings().file().equals(name.findings().file()));
            var taken = isOther ? former : routes.get(use.id());
            if (taken != null) {
                error(
                        name,
                        "the Kamelet '" + Quotation.of(name.name()) + "' becomes a route of the id '"
                                + Quotation.of(use.id()) + "', which is taken",
                        "it is that of " + HttpCheck.where(taken) + "; write another one behind the slash");
            }
        }
    }

    private void checkBuiltIn() {
        var ids = new HashSet<String>();
        builtIn.routes.forEach(route -> ids.add(route.id().name()));
        builtIn.configurations.forEach(configuration -> ids.add(configuration.name()));
        facts.routes.forEach(route -> replaced(route.id(), ids));
        facts.configurations.forEach(configuration -> replaced(configuration, ids));
        for (var route : facts.routes) {
            if (route.id().name().isEmpty()) {
                var id = route.id();
                id.findings()
                        .warning(
                                id.place(),
                                id.path(),
                                "the route has no id, by which it is shown, stopped and replaced",
                                "");
            }
        }
    }

    private void replaced(Named id, Set<String> ids) {
        if (!ids.contains(id.name())) {
            return;
        }
        if (surroundings.guarded().contains(id.name())) {
            error(
                    id,
                    "'" + id.name() + "' is a built-in route that guards something, and no file replaces it",
                    "choose another id");
        } else {
            id.findings()
                    .add(
                            Severity.INFO,
                            id.place(),
                            id.path(),
                            "'" + id.name() + "' replaces the built-in route of this id",
                            "");
        }
    }

    private void checkConsumers() {
        var ids = new HashSet<String>();
        facts.routes.forEach(route -> ids.add(route.id().name()));
        Map<String, Route> first = new HashMap<>();
        builtIn.routes.stream()
                .filter(route -> EXCLUSIVE.contains(route.scheme())
                        && !ids.contains(route.id().name()))
                .forEach(route -> first.put(key(route), route));
        for (var route : facts.routes) {
            if (!EXCLUSIVE.contains(route.scheme()) || route.shared() || Placeholders.isIn(route.target())) {
                continue;
            }
            var former = first.putIfAbsent(key(route), route);
            if (former != null) {
                error(
                        route.id(),
                        "the route begins with '" + route.target() + "' as another does, and only one may",
                        "the other is '" + former.id().name() + "' in " + HttpCheck.where(former.id()));
            }
        }
    }

    /** Two routes of which one is there when the other is not may begin with the same. */
    private static String key(Route route) {
        return route.target() + "|" + route.precondition();
    }

    private void checkCalls() {
        var offered = new HashSet<String>();
        facts.routes.forEach(route -> offered.add(route.target()));
        builtIn.routes.forEach(route -> offered.add(route.target()));
        for (var call : facts.calledRoutes) {
            if (!offered.contains(call.name())
                    && !Placeholders.isIn(call.name())
                    && !call.name().contains("$")) {
                call.findings()
                        .warning(
                                call.place(),
                                call.path(),
                                "no route begins with '" + Quotation.of(call.name()) + "'",
                                near(call.name(), offered));
            }
        }
    }

    private void checkConfigurations() {
        if (surroundings.builtIn().isEmpty()) {
            return;
        }
        var known = new HashSet<String>();
        facts.configurations.forEach(configuration -> known.add(configuration.name()));
        builtIn.configurations.forEach(configuration -> known.add(configuration.name()));
        for (var used : facts.usedConfigurations) {
            for (var name : List.of(used.name().split(",", -1))) {
                if (!known.contains(name.strip()) && !name.contains("*") && !Placeholders.isIn(name)) {
                    error(
                            used,
                            "there is no route configuration '" + Quotation.of(name.strip()) + "'",
                            near(name.strip(), known));
                }
            }
        }
    }

    private void checkBeans() {
        var beans = surroundings.beans();
        if (beans == null) {
            return;
        }
        var known = new HashSet<>(beans);
        facts.beans.forEach(bean -> known.add(bean.name()));
        builtIn.beans.forEach(bean -> known.add(bean.name()));
        facts.beans.stream()
                .filter(made -> beans.contains(made.name()))
                .forEach(made -> error(
                        made,
                        "the bean '" + Quotation.of(made.name())
                                + "' is one of the runtime, which goes on using its own",
                        "choose another name"));
        known.addAll(facts.furtherBeans);
        for (var used : facts.usedBeans) {
            if (known.contains(used.name()) || surroundings.otherBeans().test(used.name())) {
                continue;
            }
            var message = "there is no bean '" + Quotation.of(used.name()) + "'";
            if (facts.isAnyBeanUnnamed) {
                used.findings()
                        .warning(
                                used.place(),
                                used.path(),
                                message + " that a file names",
                                "a Java file makes beans whose names are not written as texts");
            } else {
                error(used, message, near(used.name(), known));
            }
        }
    }

    private void checkClasses() {
        for (var used : facts.usedClasses) {
            if (!catalogue.hasClass(used.name()) && !facts.classes.contains(used.name())) {
                error(
                        used,
                        "the class '" + Quotation.of(used.name()) + "' is not on the class path",
                        "mind package and spelling, or put its jar beside sightline.jar, into lib/");
            }
        }
    }

    private static String near(String name, Set<String> known) {
        return Near.hint(name, known).orElse("");
    }

    private static void error(Named named, String message, String hint) {
        named.findings().error(named.place(), named.path(), message, hint);
    }
}
