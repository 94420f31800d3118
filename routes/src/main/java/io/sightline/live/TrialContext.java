package io.sightline.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Route;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A context that makes routes and runs none: no consumer and no producer is ever made, and no endpoint started.
 * Properties, mounted values, beans, classes and templates are those of the context that runs; components and endpoints
 * are its own, so that whatever ends with it is nothing that runs.
 */
final class TrialContext extends DefaultCamelContext {
    private final List<Route> made = new ArrayList<>();
    private final BeansOnLoan beans;

    private TrialContext(CamelContext running, BeansOnLoan beans) {
        super(new DefaultRegistry(beans));
        this.beans = beans;
        disableJMX();
        setStartupSummaryLevel(StartupSummaryLevel.Off);
        setApplicationContextClassLoader(running.getApplicationContextClassLoader());
        running.getClassResolver().getClassLoaders().forEach(getClassResolver()::addClassLoader);
        setRestConfiguration(running.getRestConfiguration());
        setSSLContextParameters(running.getSSLContextParameters());
        // What a Pipe is to have counts before what it has.
        PipeProperties.of(this);
        getPropertiesComponent().addPropertiesSource(new PropertiesOf(running));
        MountedValues.share(running, this);
        getCamelContextExtension().addContextPlugin(ComponentResolver.class, componentsOf(running));
    }

    /**
     * Beside a context that runs.
     *
     * @param hiddenBeans names of beans that are not to be found
     * @param hiddenTemplates ids of templates of routes that are not to be found
     */
    static TrialContext beside(CamelContext running, Set<String> hiddenBeans, Set<String> hiddenTemplates)
            throws Exception {
        var context = new TrialContext(running, new BeansOnLoan(running, hiddenBeans));
        var model = running.getCamelContextExtension().getContextPlugin(Model.class);
        for (var template : model.getRouteTemplateDefinitions()) {
            if (!hiddenTemplates.contains(template.getId())) {
                context.addRouteTemplateDefinitions(List.of(template));
            }
        }
        return context;
    }

    /** What Camel cannot find by itself somebody has added: another one of the same class is made. */
    private static ComponentResolver componentsOf(CamelContext running) {
        var known = new DefaultComponentResolver();
        return (name, context) -> {
            var component = known.resolveComponent(name, context);
            if (component != null || !running.getComponentNames().contains(name)) {
                return component;
            }
            var type = running.getComponent(name, false, false).getClass();
            return (Component) context.getInjector().newInstance(type);
        };
    }

    /** Would start a route that has just been made. */
    @Override
    public void startRouteService(RouteService service, boolean isAdded) {
        made.add(service.getRoute());
    }

    /** The routes that were made, those of Kamelets and templates too. */
    List<Route> made() {
        return List.copyOf(made);
    }

    @Override
    public void close() {
        beans.giveBack(this);
        stop();
    }

    /** The properties of a context. */
    private record PropertiesOf(CamelContext context) implements PropertiesSource {
        @Override
        public String getName() {
            return "running";
        }

        @Override
        public @Nullable String getProperty(String name) {
            Optional<String> value = context.getPropertiesComponent().resolveProperty(name);
            return value.orElse(null);
        }
    }
}
