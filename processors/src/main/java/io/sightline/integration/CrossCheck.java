package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Facts.Id;
import io.sightline.integration.Facts.Maker;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Route;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges what no file shows alone: names that stand twice, ends that clash, and references into nothing. */
final class CrossCheck {
    static final String CONFIGURATION_FOR_ALL =
            "a route configuration without an id counts for all routes, the built-in ones too";

    private static final String ROUTE = "route";
    private static final String CONFIGURATION = "route configuration";
    private static final Set<String> EXCLUSIVE = Set.of("direct", "seda");

    private final Facts facts;
    private final Facts builtIn;
    private final ConsumerGroups groups;
    private final Surroundings surroundings;
    private final ComponentCatalogue catalogue;

    CrossCheck(
            Facts facts,
            Facts builtIn,
            ConsumerGroups groups,
            Surroundings surroundings,
            ComponentCatalogue catalogue) {
        this.facts = facts;
        this.builtIn = builtIn;
        this.groups = groups;
        this.surroundings = surroundings;
        this.catalogue = catalogue;
    }

    void check(KameletCatalogue kamelets, KameletTemplateCheck templates) {
        checkIds();
        twice("id of a route configuration", facts.configurations);
        twice("name of a bean", facts.beans);
        twice("id of a route template", facts.templates);
        facts.templates.stream()
                .filter(template -> kamelets.find(template.name()).isPresent())
                .forEach(template -> error(
                        template,
                        "the id of a route template '" + Quotation.of(template.name())
                                + "' is the name of a Kamelet, which it would replace for all",
                        "choose another id"));
        if (!builtIn.restConfigurations.isEmpty()) {
            facts.restConfigurations.forEach(configuration -> error(
                    configuration,
                    "'restConfiguration' counts for all of REST, the API too",
                    "leave it out: the runtime has one"));
        }
        checkBuiltIn();
        checkConsumers();
        groups.check(facts.readers, surroundings);
        checkCalls();
        checkConfigurations();
        checkBeans();
        checkClasses();
        HttpCheck.check(facts.httpEndpoints, facts);
        var uses = new KameletUseCheck(kamelets, templates, groups, surroundings);
        facts.kameletUses.forEach(uses::check);
    }

    /** Pipes and Kamelets are routes too. */
    private void checkIds() {
        var first = new HashMap<String, Id>();
        // Those of its Kamelets begin with the name of a Pipe.
        var told = new HashSet<Findings>();
        for (var id : facts.ids) {
            var former = first.putIfAbsent(id.name(), id);
            if (former == null || isSameKamelet(former, id) || isOfATakenPipe(id, told)) {
                continue;
            }
            if (id.maker() == Maker.PIPE) {
                told.add(id.at().findings());
            }
            error(
                    id.at(),
                    subject(id) + " is taken",
                    "it is that of " + HttpCheck.where(former.at())
                            + (id.maker() == Maker.KAMELET ? "; write another one behind the slash" : ""));
        }
    }

    private static boolean isOfATakenPipe(Id id, Set<Findings> told) {
        return id.maker() == Maker.KAMELET && told.contains(id.at().findings());
    }

    /** It sends to the same route twice; with other parameters it would change that for both. */
    private static boolean isSameKamelet(Id former, Id id) {
        return former.maker() == Maker.KAMELET
                && id.maker() == Maker.KAMELET
                && former.use().equals(id.use())
                && former.at().findings().file().equals(id.at().findings().file());
    }

    private static String subject(Id id) {
        var name = Quotation.of(id.name());
        return switch (id.maker()) {
            case KAMELET ->
                "the Kamelet '" + Quotation.of(id.at().name()) + "' becomes a route of the id '" + name + "', which";
            case PIPE -> "the name of a Pipe '" + name + "'";
            case ROUTE, TEMPLATE -> "the route id '" + name + "'";
        };
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

    private void checkBuiltIn() {
        var kinds = new HashMap<String, String>();
        builtIn.configurations.forEach(configuration -> kinds.put(configuration.name(), CONFIGURATION));
        builtIn.ids.forEach(id -> kinds.put(id.name(), ROUTE));
        for (var id : facts.ids) {
            Optional.ofNullable(kinds.get(id.name())).ifPresent(kind -> replaced(id, kind, ROUTE));
        }
        for (var configuration : facts.configurations) {
            var id = Id.of(configuration, Maker.ROUTE);
            Optional.ofNullable(kinds.get(id.name())).ifPresent(kind -> replaced(id, kind, CONFIGURATION));
        }
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

    /**
     * Judges the id of something built-in.
     *
     * @param kind of that
     * @param by kind of what a file gives the id to
     */
    private void replaced(Id id, String kind, String by) {
        var at = id.at();
        var subject = "'" + id.name() + "' is a built-in " + kind;
        if (surroundings.guarded().contains(id.name())) {
            error(at, subject + " that guards something, and no file replaces it", "choose another id");
        } else if (!kind.equals(by)) {
            error(at, subject + ", which no " + by + " replaces", "choose another id");
        } else if (id.maker() == Maker.ROUTE) {
            at.findings()
                    .add(
                            Severity.INFO,
                            at.place(),
                            at.path(),
                            "'" + id.name() + "' replaces the built-in " + kind + " of this id",
                            "");
        } else {
            error(
                    at,
                    subject(id) + " is taken by a built-in route",
                    "choose another one; only a 'route' of this id replaces it");
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
