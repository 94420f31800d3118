package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.AnswerProblem;
import io.sightline.camel.ContractStrategy;
import io.sightline.camel.DeadLetterQueries;
import io.sightline.camel.DetectionQueries;
import io.sightline.camel.Exports;
import io.sightline.camel.FramePages;
import io.sightline.camel.FramePictures;
import io.sightline.camel.FrameQueries;
import io.sightline.camel.InferModel;
import io.sightline.camel.InvokeInference;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.sightline.camel.NameTokenServer;
import io.sightline.camel.OpenInferenceQueries;
import io.sightline.camel.PermittedSources;
import io.sightline.camel.PicturesInFlight;
import io.sightline.camel.Receipts;
import io.sightline.camel.ReceiveFrame;
import io.sightline.camel.ReceiveWebhook;
import io.sightline.camel.RequestedModel;
import io.sightline.claim.ClaimNaming;
import io.sightline.frame.FrameIntake;
import io.sightline.inference.InferenceEngine;
import io.sightline.picture.PictureAnnotator;
import io.sightline.protocol.OpenInference;
import io.sightline.protocol.RequestReader;
import io.sightline.query.DefaultWindow;
import io.sightline.security.ClientRate;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.autoconfigure.task.TaskExecutionProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Beans that the routes behind the REST contract name, and what stands in front of them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
@EnableConfigurationProperties(KeycloakProperties.class)
class HttpEdgeConfiguration {
    private static final int MAX_BODY_BYTES = 20 * 1024 * 1024;

    /**
     * What an https Keycloak is verified with: the bundle's authorities, or Java's. For the API and for routes of
     * integrators.
     */
    @Bean
    SSLContext keycloakTls(KeycloakProperties keycloak, ClientTls tls) throws NoSuchAlgorithmException {
        var bundle = tls.of(
                "sightline.keycloak.ssl-bundle",
                keycloak.sslBundle(),
                "sightline.keycloak.server-url",
                keycloak.serverUrl());
        return bundle.isPresent() ? bundle.get() : SSLContext.getDefault();
    }

    @Bean
    KeycloakSecurityPolicy keycloakPolicy(KeycloakProperties keycloak, SSLContext keycloakTls, MeterRegistry meters) {
        var policy = new KeycloakSecurityPolicy(meters);
        policy.setServerUrl(keycloak.serverUrl());
        policy.setRealm(keycloak.realm());
        policy.setClientId(keycloak.clientId());
        policy.setSslContext(keycloakTls);
        return policy;
    }

    @Bean
    ContractStrategy contract(
            KeycloakSecurityPolicy keycloakPolicy, InferenceEngine engine, ReceiveWebhook receiveWebhook) {
        return new ContractStrategy(
                keycloakPolicy, MAX_BODY_BYTES, new RequestedModel(engine), receiveWebhook::requireSigned);
    }

    /** For routes of integrators. */
    @Bean
    AnswerProblem answerProblem() {
        return new AnswerProblem();
    }

    /** For routes of integrators. */
    @Bean
    PermittedSources permittedSources() {
        return new PermittedSources();
    }

    /** In front of any route of an integrator: by default Camel takes pictures for text and spoils them. */
    @Bean
    CamelContextConfiguration bodiesAsBytes() {
        return new BodiesAsBytes();
    }

    @Bean
    NameTokenServer nameTokenServer(KeycloakProperties keycloak) {
        return new NameTokenServer(keycloak.issuer());
    }

    @Bean
    PictureAnnotator pictureAnnotator() {
        return new PictureAnnotator();
    }

    @Bean
    InvokeInference invokeInference(IngestProperties ingest, InferenceEngine engine, PictureAnnotator annotator) {
        return new InvokeInference(ingest.limits(MAX_BODY_BYTES), engine, annotator);
    }

    @Bean
    ReceiveFrame receiveFrame(IngestProperties ingest, ClaimNaming naming, Clock clock) {
        var limits = ingest.limits(MAX_BODY_BYTES);
        return new ReceiveFrame(new FrameIntake(limits, naming), clock);
    }

    @Bean
    Receipts receipts(StorageProperties storage) {
        return new Receipts(storage.bucket());
    }

    @Bean
    InferModel inferModel(InferenceEngine engine) {
        return new InferModel(new OpenInference(engine, new RequestReader(MAX_BODY_BYTES)));
    }

    @Bean
    OpenInferenceQueries openInferenceQueries(InferenceEngine engine, RuntimeVersion version) {
        return new OpenInferenceQueries(engine, version.text());
    }

    @Bean
    RowsByColumn rowsByColumn() {
        return new RowsByColumn();
    }

    @Bean
    DetectionQueries detectionQueries(QueryProperties queries, MeterRegistry meters, Clock clock) {
        return new DetectionQueries(
                new DefaultWindow(queries.defaultWindow()), new Exports(queries.exports(), meters), clock);
    }

    @Bean
    DeadLetterQueries deadLetterQueries() {
        return new DeadLetterQueries();
    }

    @Bean
    FrameQueries frameQueries(InferenceEngine engine, PictureAnnotator annotator) {
        return new FrameQueries(engine, annotator);
    }

    @Bean
    FramePages framePages(QueryProperties queries, Clock clock) {
        return new FramePages(new DefaultWindow(queries.defaultWindow()), clock);
    }

    @Bean
    FramePictures framePictures(QueryProperties queries, MeterRegistry meters) {
        return new FramePictures(new PicturesInFlight(queries.picturesInFlight().toBytes(), meters));
    }

    @Bean
    FilterRegistrationBean<HttpLimits> httpLimits(ContractStrategy contract) {
        var registration = new FilterRegistrationBean<>(new HttpLimits(
                MAX_BODY_BYTES,
                request -> contract.find(request)
                        .map(found -> found.operation().reads())
                        .orElseGet(List::of),
                contract::authenticate));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    StartingFilter startingFilter() {
        return new StartingFilter();
    }

    /** In front of the filter that asks for tokens: health needs none, and is not known to before the routes are. */
    @Bean
    FilterRegistrationBean<StartingFilter> startingRegistration(StartingFilter startingFilter) {
        var registration = new FilterRegistrationBean<>(startingFilter);
        registration.addUrlPatterns("/v1/*", "/v2/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** By path as Tomcat has decoded it: no spelling of a path under /v1 or /v2 evades the pattern. */
    @Bean
    FilterRegistrationBean<TokenFilter> tokenFilter(ContractStrategy contract) {
        var registration = new FilterRegistrationBean<>(new TokenFilter(contract));
        registration.addUrlPatterns("/v1/*", "/v2/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /** Behind the filter that knows the caller, in front of all that costs more. */
    @Bean
    FilterRegistrationBean<ClientRateFilter> clientRateFilter(HttpProperties http) {
        var rate = new ClientRate(http.clientRate(), Duration.ofSeconds(1));
        var registration = new FilterRegistrationBean<>(new ClientRateFilter(rate));
        registration.addUrlPatterns("/v1/*", "/v2/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /** Behind the filter that knows the caller, too. */
    @Bean
    FilterRegistrationBean<ReadableRequestFilter> readableRequestFilter() {
        var registration = new FilterRegistrationBean<>(new ReadableRequestFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return registration;
    }

    /** Behind the filter that knows better why some paths have no method. */
    @Bean
    FilterRegistrationBean<MethodFilter> methodFilter(ContractStrategy contract) {
        var registration = new FilterRegistrationBean<>(new MethodFilter(contract));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }

    /** Behind the filter that knows the caller: a stranger is told nothing about the load. */
    @Bean
    FilterRegistrationBean<AdmissionFilter> admissionFilter(InferenceEngine engine, HttpProperties http) {
        var registration = new FilterRegistrationBean<>(
                new AdmissionFilter(engine::requireRoom, http.maxBytesInFlight().toBytes()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Bean
    FilterRegistrationBean<LateBody> lateBody() {
        var registration = new FilterRegistrationBean<>(new LateBody());
        registration.addUrlPatterns("/v1/*", "/v2/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodyDeadline(
            HttpProperties http, TaskExecutionProperties threads) {
        var awaited = new AwaitedBodies(threads.getPool().getMaxSize());
        return factory -> {
            factory.setProtocol(ApiProtocol.class.getName());
            factory.addEngineValves(new SlowBodyValve(http.bodyTimeout(), awaited));
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> quietLog() {
        return factory -> TomcatLog.keepTextsOfClientsOut();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> answerConnection() {
        return factory -> factory.addEngineValves(new ConnectionValve());
    }

    @Bean
    ConnectionDrain connectionDrain(HttpProperties http) {
        return new ConnectionDrain(http.drain());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> drainedConnections(ConnectionDrain connectionDrain) {
        return factory -> factory.addConnectorCustomizers(connectionDrain);
    }

    /**
     * A client that asks before it sends ({@code Expect: 100-continue}) is told to when its body is read, not before.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> continueWhenRead() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setContinueResponseTiming("onRead");
            }
        });
    }

    /** What Tomcat refuses by itself is a problem too, not a page. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
            }
        });
    }
}
