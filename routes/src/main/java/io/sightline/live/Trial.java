package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;

/**
 * Makes the routes of a file in a context of their own, and throws them away. Endpoints, beans, placeholders, Kamelets
 * and processors are found then, or not; nothing of what runs is touched, and nothing begins.
 */
final class Trial {
    /** When so many trials of several files have failed, trials of single ones cost less. */
    private static final int FAILURES = 8;

    private final CamelContext camel;
    private final UnitLoader loader;
    private final IdRule ids;
    private final GroupRule groups;

    Trial(CamelContext camel, UnitLoader loader, IdRule ids, GroupRule groups) {
        this.camel = camel;
        this.loader = loader;
        this.ids = ids;
        this.groups = groups;
    }

    /**
     * Tries a file.
     *
     * @param given files that are to run with it and give it something
     * @param leaving what runs until then
     */
    void run(Unit unit, List<Unit> given, Collection<RunningUnit> leaving) throws LoadException {
        var beans = new HashSet<>(unit.beans());
        var templates = new HashSet<String>();
        for (var former : leaving) {
            beans.addAll(former.unit.beans());
            templates.addAll(former.templates);
        }
        given.forEach(other -> beans.addAll(other.beans()));
        try (var context = TrialContext.beside(camel, beans, templates)) {
            for (var other : given) {
                for (var builder : loader.load(other.file(), context)) {
                    addTemplates(context, builder);
                }
            }
            define(context, unit, leaving);
            make(context, leaving);
        } catch (LoadException e) {
            throw e;
        } catch (Throwable e) {
            throw LoadException.of(e, camel);
        }
    }

    /**
     * Tries files of which nothing runs together, since it is the contexts that take long when there are many files.
     *
     * @param units those that give something before those that use it
     * @param leaving what runs until then
     * @return those that pass; any other one is to be tried by itself, which says what is wrong with it
     */
    Set<Unit> passing(List<Unit> units, Collection<RunningUnit> leaving) {
        return tryTogether(units, leaving, new AtomicInteger(FAILURES)).units();
    }

    /** @param failures how many more may come before those that are left are not tried together any more */
    private Passed tryTogether(List<Unit> units, Collection<RunningUnit> leaving, AtomicInteger failures) {
        if (units.size() < 2 || failures.get() == 0) {
            return new Passed(Set.of(), Set.of());
        }
        try (var context = TrialContext.beside(camel, beans(units), Set.of())) {
            var defined = defined(context, units, leaving);
            if (defined.size() < units.size()) {
                failures.decrementAndGet();
                // Parts of the others are in this context.
                return tryTogether(defined, leaving, failures);
            }
            make(context, leaving);
            return new Passed(Set.copyOf(units), IdRule.of(context.made()));
        } catch (Throwable e) {
            passOn(e);
            failures.decrementAndGet();
            int half = units.size() / 2;
            return tryTogether(units.subList(0, half), leaving, failures)
                    .and(tryTogether(units.subList(half, units.size()), leaving, failures));
        }
    }

    /** Those of which the definitions are in the context now. */
    private List<Unit> defined(TrialContext context, List<Unit> units, Collection<RunningUnit> leaving) {
        var defined = new ArrayList<Unit>();
        var kamelets = new HashSet<String>();
        for (var unit : units) {
            try {
                // Two that use one of an id would send to one route, which goes when either of them does.
                var used = define(context, unit, leaving);
                if (Collections.disjoint(kamelets, used)) {
                    defined.add(unit);
                }
                kamelets.addAll(used);
            } catch (Throwable e) {
                passOn(e);
            }
        }
        return defined;
    }

    private static Set<String> beans(List<Unit> units) {
        return units.stream().flatMap(unit -> unit.beans().stream()).collect(Collectors.toSet());
    }

    /** What no smaller trial mends; too many calls in each other are a mistake of a file. */
    private static void passOn(Throwable failure) {
        if (failure instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
            throw error;
        }
    }

    /** Files that pass, and the ids of the routes that these make. */
    private record Passed(Set<Unit> units, Set<String> ids) {
        /** Both, but no file when one id is made twice: whose it is, only trying one after the other shows. */
        Passed and(Passed other) {
            var both = new HashSet<>(units);
            both.addAll(other.units);
            var all = new HashSet<>(ids);
            all.addAll(other.ids);
            return new Passed(Collections.disjoint(ids, other.ids) ? both : Set.of(), all);
        }
    }

    /** The ids that it gives to Kamelets. */
    private Set<String> define(TrialContext context, Unit unit, Collection<RunningUnit> leaving) throws Exception {
        var former = Set.copyOf(model(context).getRouteDefinitions());
        var builders = loader.load(unit.file(), context);
        BuiltRule.check(unit.name(), builders);
        for (var builder : builders) {
            for (var template : builder.getRouteTemplateCollection().getRouteTemplates()) {
                if (!unit.kamelets().contains(template.getId())) {
                    IdRule.checkTemplate(template.getId(), context);
                }
            }
            addTemplates(context, builder);
            if (builder instanceof RouteConfigurationBuilder configurations) {
                // Those of Java are there only then.
                configurations.addRouteConfigurationsToCamelContext(context);
                ids.check(configurations);
            }
            builder.prepareModel(context);
        }
        for (var builder : builders) {
            builder.getRoutes().getRoutes().forEach(route -> IdRule.resolve(route, context));
            requireNew(context, builder);
            model(context).addRouteDefinitions(builder.getRoutes().getRoutes());
            builder.addTemplatedRoutesToCamelContext(context);
        }
        // Those of templates too.
        var own = model(context).getRouteDefinitions().stream()
                .filter(route -> !former.contains(route))
                .toList();
        var configurations = builders.stream()
                .flatMap(builder -> builder instanceof RouteConfigurationBuilder made
                        ? made.getRouteConfigurationCollection().getRouteConfigurations().stream()
                        : Stream.empty())
                .toList();
        var named = new HashSet<String>();
        for (var kamelets : NamedKamelets.of(own, configurations)) {
            kamelets.requireFixed(context);
            named.addAll(kamelets.ids(context));
        }
        ids.checkNamed(named, leaving);
        return named;
    }

    /** Of routes of one id only the last would be made. */
    private static void requireNew(TrialContext context, RouteBuilder builder) throws LoadException {
        var known = new HashSet<String>();
        model(context).getRouteDefinitions().forEach(route -> known.add(route.getId()));
        var routes = builder.getRoutes().getRoutes().stream().map(RouteDefinition::getId);
        var templated = builder.getTemplatedRouteCollection().getTemplatedRoutes().stream()
                .map(TemplatedRouteDefinition::getRouteId);
        for (var id : Stream.concat(routes, templated).filter(Objects::nonNull).toList()) {
            if (!known.add(id)) {
                throw IdRule.isTwice(id);
            }
        }
    }

    private void make(TrialContext context, Collection<RunningUnit> leaving) throws LoadException {
        context.init();
        BuiltRule.checkMade(context.made());
        ids.check(context.made(), leaving);
        groups.check(context.made());
    }

    private static void addTemplates(TrialContext context, RouteBuilder builder) throws Exception {
        var templates = builder.getRouteTemplateCollection().getRouteTemplates();
        for (var template : templates) {
            var former = model(context).getRouteTemplateDefinition(template.getId());
            if (former != null) {
                model(context).removeRouteTemplateDefinition(former);
            }
        }
        model(context).addRouteTemplateDefinitions(templates);
    }

    private static Model model(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
