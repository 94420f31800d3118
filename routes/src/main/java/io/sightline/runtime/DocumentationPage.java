package io.sightline.runtime;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The docs page: Swagger UI from its web jar, told to show the contract and nothing else. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
class DocumentationPage implements WebMvcConfigurer {
    private static final String WEB_JAR = "classpath*:/META-INF/resources/webjars/swagger-ui/*/index.html";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/docs", "/docs/index.html");
        registry.addRedirectViewController("/docs/", "/docs/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/**").addResourceLocations("classpath:/docs/", webJar());
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
