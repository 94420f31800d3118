package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;

/**
 * Makes the routes of a file in a context of their own, and throws them away. Endpoints, beans, placeholders, Kamelets
 * and processors are found then, or not; nothing of what runs is touched, and nothing begins.
 */
final class Trial {
    private final CamelContext camel;
    private final UnitLoader loader;

    Trial(CamelContext camel, UnitLoader loader) {
        this.camel = camel;
        this.loader = loader;
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
            define(context, unit);
            make(context);
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
     * @return those that pass; any other one is to be tried by itself, which says what is wrong with it
     */
    Set<Unit> passing(List<Unit> units) {
        if (units.size() < 2) {
            return Set.of();
        }
        var beans = new HashSet<String>();
        units.forEach(unit -> beans.addAll(unit.beans()));
        try (var context = TrialContext.beside(camel, beans, Set.of())) {
            for (var unit : units) {
                define(context, unit);
            }
            make(context);
            return Set.copyOf(units);
        } catch (Throwable e) {
            var passing = new HashSet<>(passing(units.subList(0, units.size() / 2)));
            passing.addAll(passing(units.subList(units.size() / 2, units.size())));
            return passing;
        }
    }

    private void define(TrialContext context, Unit unit) throws Exception {
        var builders = loader.load(unit.file(), context);
        BuiltRule.check(unit.name(), builders);
        for (var builder : builders) {
            addTemplates(context, builder);
            if (builder instanceof RouteConfigurationBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(context);
            }
            builder.prepareModel(context);
        }
        for (var builder : builders) {
            model(context).addRouteDefinitions(builder.getRoutes().getRoutes());
            builder.addTemplatedRoutesToCamelContext(context);
        }
    }

    private static void make(TrialContext context) throws LoadException {
        context.init();
        BuiltRule.checkMade(context.made());
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
