package io.sightline.cases;

import io.sightline.failure.NearestName;
import io.sightline.failure.Quotation;
import io.sightline.integration.CaseExpectation;
import io.sightline.integration.CaseInput;
import io.sightline.integration.CaseReaction;
import io.sightline.integration.RouteCase;
import io.sightline.integration.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;

/** The Camel context of one case: its routes, and what stands in for all that they would need. */
final class CaseContext implements AutoCloseable {
    private static final Set<String> HTTP = Set.of("platform-http", "rest", "rest-openapi");

    private final Mailbox mailbox = new Mailbox();
    private final CaseBeans beans;
    private final DefaultCamelContext camel;
    private final StandIns standIns;
    private final BeanPlacing placing;
    private final Unattended unattended = new Unattended();
    private volatile boolean sendsAnywhere;
    /** Why a route is not there, by its id and by what it begins with. */
    private final Map<String, String> preconditions = new HashMap<>();

    CaseContext(Map<String, Supplier<Object>> runtimeBeans) {
        beans = new CaseBeans(runtimeBeans);
        camel = new DefaultCamelContext(beans);
        placing = new BeanPlacing(camel, beans);
        standIns = new StandIns(PluginHelper.getComponentResolver(camel), mailbox, placing);
    }

    /**
     * Starts the routes.
     *
     * @param properties of the runtime
     * @param configurations files among which those of route configurations are looked for
     */
    void start(Path route, RouteCase said, Map<String, String> properties, List<SourceFile> configurations)
            throws Exception {
        camel.disableJMX();
        camel.setStreamCaching(false);
        camel.setMessageHistory(true);
        camel.getInflightRepository().setInflightBrowseEnabled(true);
        camel.getShutdownStrategy().setTimeout(1);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        setProperties(said, properties);
        var extension = camel.getCamelContextExtension();
        extension.addContextPlugin(ComponentResolver.class, standIns);
        extension.registerEndpointCallback(standIns);
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        camel.getComponent("kamelet", KameletComponent.class).setLocation(kamelets(route));
        camel.getManagementStrategy().addEventNotifier(unattended);
        camel.addRoutePolicyFactory(unattended);
        extension.addInterceptStrategy(new MissedBeans(placing::miss));
        replace(said);
        var files = new ArrayList<Path>();
        // Before the route, since they may hold its configuration.
        said.with().forEach(name -> files.add(Path.of(name)));
        files.add(route);
        new RouteLoading(camel, configurations).load(files);
        var model = extension.getContextPlugin(Model.class);
        var begun = new LinkedHashSet<String>();
        for (var definition : model.getRouteDefinitions()) {
            prepare(definition);
            var from = name(definition.getInput().getEndpointUri());
            if (RouteLoading.isLoaded(definition, camel)) {
                begun.add(from);
            }
            if (definition.getPrecondition() != null) {
                var reason = "the route '" + definition.getId()
                        + "' is left out, since its precondition is not fulfilled: " + definition.getPrecondition()
                        + "; set what it asks for under 'properties'";
                preconditions.put(definition.getId(), reason);
                preconditions.putIfAbsent(from, reason);
            }
        }
        standIns.keepReal(begun);
        model.addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition made) {
                // Those of Kamelets are made while the others start.
                prepare(made);
            }
        });
        camel.start();
    }

    private void prepare(RouteDefinition definition) {
        placing.place(definition);
        Steps.all(definition).forEach(Steps::sendToWhatIsNamed);
        sendsAnywhere |= Steps.all(definition).anyMatch(Steps::maySendAnywhere);
        Steps.all(definition).toList().forEach(unattended::prepare);
    }

    private void setProperties(RouteCase said, Map<String, String> properties) {
        var defaults = new Properties();
        defaults.putAll(properties);
        var own = new Properties();
        own.putAll(said.properties());
        var component = (PropertiesComponent) camel.getPropertiesComponent();
        // What is set on this machine is to make no difference.
        component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        component.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        EnvironmentFunction.all(camel).forEach(component::addPropertiesFunction);
        component.setInitialProperties(defaults);
        component.setOverrideProperties(own);
    }

    private static String kamelets(Path route) {
        return "file:" + route.toAbsolutePath().getParent() + ",classpath:kamelets";
    }

    private void replace(RouteCase said) throws CaseException {
        for (var replacement : said.replacements()) {
            standIns.replace(name(replacement.endpoint()), Reaction.of(replacement.reaction(), camel));
        }
        for (var expectation : said.expectations()) {
            if (isEndpoint(expectation)) {
                standIns.replace(name(expectation.endpoint()), Reaction.of(CaseReaction.NONE, camel));
            }
        }
        for (var bean : said.beans().entrySet()) {
            var name = CaseExpectation.BEAN + bean.getKey();
            beans.standIn(
                    bean.getKey(),
                    new StandInBean(
                            bean.getKey(),
                            Reaction.of(bean.getValue(), camel),
                            exchange -> mailbox.add(Received.of(name, exchange))));
        }
    }

    static boolean isEndpoint(CaseExpectation expectation) {
        return !expectation.endpoint().equals(CaseExpectation.REPLY)
                && !expectation.endpoint().startsWith(CaseExpectation.BEAN);
    }

    /** How an endpoint is called, its placeholders filled in. */
    String name(String uri) {
        return EndpointName.of(camel.resolvePropertyPlaceholders(uri));
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** What failed without any sender being told. */
    Unattended unattended() {
        return unattended;
    }

    /** Whatever comes or fails from now on is no part of the case. */
    void takeNoMoreNote() {
        mailbox.close();
        unattended.end();
    }

    /** Sends one input and waits until the route has dealt with it. */
    Exchange send(CaseInput input) throws Exception {
        var route = routeOf(input);
        // Whoever calls HTTP waits for the answer, also for that of a queue.
        var exchange = HTTP.contains(EndpointName.scheme(route.getEndpoint().getEndpointUri()))
                ? route.getEndpoint().createExchange(ExchangePattern.InOut)
                : route.getEndpoint().createExchange();
        Reaction.set(exchange, input.body(), input.headers(), input.exchangeProperties());
        // To the route itself, whatever it begins with: no server, queue or clock stands before it.
        route.getConsumer().getProcessor().process(exchange);
        if (exchange.getException() == null) {
            mailbox.add(Received.of(CaseExpectation.REPLY, exchange));
        }
        return exchange;
    }

    private Route routeOf(CaseInput input) throws CaseException {
        var target = input.isRoute() ? input.target() : name(input.target());
        for (var route : camel.getRoutes()) {
            if (target.equals(
                    input.isRoute()
                            ? route.getId()
                            : EndpointName.of(route.getEndpoint().getEndpointUri()))) {
                return route;
            }
        }
        throw new CaseException(input.place(), noRoute(input, target));
    }

    private String noRoute(CaseInput input, String target) {
        var leftOut = preconditions.get(target);
        if (leftOut != null) {
            return leftOut;
        }
        var known = new TreeSet<String>();
        for (var route : camel.getRoutes()) {
            known.add(
                    input.isRoute()
                            ? route.getId()
                            : EndpointName.of(route.getEndpoint().getEndpointUri()));
        }
        var hint = NearestName.hint(target, known);
        return (input.isRoute() ? "there is no route '" : "no route begins with '") + target + "'"
                + (hint.isEmpty() ? ", but there is " + String.join(", ", known) : hint);
    }

    /** Names of the endpoints that the routes name or have sent to. */
    Set<String> endpoints() {
        var names = new TreeSet<String>();
        camel.getEndpoints().forEach(endpoint -> names.add(EndpointName.of(endpoint.getEndpointUri())));
        mailbox.all().forEach(message -> names.add(message.name()));
        return names;
    }

    /** Whether routes may send to other endpoints as well. */
    boolean sendsAnywhere() {
        return sendsAnywhere;
    }

    /** Names of beans that the case stands in for and that nothing asked for. */
    Set<String> unusedBeans() {
        return beans.unused();
    }

    /** What was asked for and is not there, a sentence each. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        standIns.absent()
                .forEach(name ->
                        missing.add("the component '" + Quotation.of(name) + "' is not in this runtime; put its jar"
                                + " beside sightline.jar, into lib/, or look for a mistyped URI in an expression"));
        placing.missed().forEach(name -> missing.add(missingBean(name)));
        return missing;
    }

    /** What to do about a bean that was not found. */
    String missingBean(String name) {
        if (beans.standsInFor(name)) {
            return "no test can stand in for the bean '" + name
                    + "' where the route names it; that can be done at steps, endpoints and 'method:', for policies"
                    + " and for strategies of aggregation";
        }
        return "the bean '" + name
                + "' is asked for, and is not among those that need no server; say under 'beans' what it does";
    }

    /** Whether no exchange is under way, waits in a queue or is held by an aggregator that goes by the clock. */
    boolean isAtRest() {
        return camel.getInflightRepository().size() == 0
                && !Later.isQueued(camel)
                && Later.gathering(camel).isEmpty();
    }

    /** Where the exchanges are that are under way, a line each. */
    List<String> underWay() {
        Set<String> places = new TreeSet<>();
        for (var exchange : camel.getInflightRepository().browse()) {
            places.add("it was in route '" + exchange.getAtRouteId() + "'"
                    + (exchange.getNodeId() == null ? "" : ", at step '" + exchange.getNodeId() + "'"));
        }
        places.addAll(Later.gathering(camel));
        return List.copyOf(places);
    }

    /** Whether something may come after all inputs have been dealt with. */
    boolean goesOnByItself() {
        return Later.isPossible(camel);
    }

    /** How long nothing must happen until that counts as the end. */
    Duration quiet() {
        return Later.quiet(camel);
    }

    @Override
    public void close() {
        camel.stop();
        beans.close();
    }
}
