package io.sightline.runtime;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The docs page: Swagger UI from its web jar, told to show the contracts and nothing else. Nothing on it comes from
 * another host, and it asks for a token only where a client for that is configured.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
@ConditionalOnBooleanProperty(name = "sightline.docs.enabled", matchIfMissing = true)
@EnableConfigurationProperties({DocsProperties.class, KeycloakProperties.class})
class DocumentationPage implements WebMvcConfigurer {
    private static final String WEB_JAR = "classpath*:/META-INF/resources/webjars/swagger-ui/*/index.html";

    /** The parts of the page belong together: after an update none of the former ones is to be used. */
    private static final CacheControl ASKED_FOR_EACH_TIME = CacheControl.noCache();

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/docs", "/docs/index.html");
        registry.addRedirectViewController("/docs/", "/docs/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/**")
                .addResourceLocations("classpath:/docs/", webJar())
                .setCacheControl(ASKED_FOR_EACH_TIME);
    }

    /** What the page's script is told; a script with values written into it would need to be trusted each time. */
    @Bean
    RouterFunction<ServerResponse> docsSettings(DocsProperties docs) {
        var settings = docs.client().map(client -> Map.of("clientId", client)).orElse(Map.of());
        return RouterFunctions.route()
                .GET(
                        "/docs/settings.json",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .cacheControl(ASKED_FOR_EACH_TIME)
                                .body(settings))
                .build();
    }

    @Bean
    FilterRegistrationBean<DocsHeaders> docsHeaders(DocsProperties docs, KeycloakProperties keycloak) {
        var registration =
                new FilterRegistrationBean<>(new DocsHeaders(docs.client().map(client -> keycloak.origin())));
        registration.addUrlPatterns("/docs/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static String webJar() {
        try {
            var found = new PathMatchingResourcePatternResolver().getResources(WEB_JAR);
            return Arrays.stream(found)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the web jar swagger-ui is not on the class path"))
                    .createRelative("./")
                    .getURL()
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException("the web jar swagger-ui cannot be read", e);
        }
    }
}
