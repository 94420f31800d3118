package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class DocumentationPageTest {
    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void isThereToBeReadWhenNothingIsSaidOfIt() throws Exception {
        // Given
        var server = server(Map.of());
        // When
        var page = answer(server, "/docs/index.html");
        var settings = answer(server, "/docs/settings.json");
        // Then
        assertThat(page.getContentAsString()).contains("swagger-ui-bundle.js");
        assertThat(page.getHeader("Cache-Control")).isEqualTo("no-cache");
        assertThat(settings.getContentAsString()).isEqualTo("{}");
        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("connect-src 'self';")
                .doesNotContain("keycloak");
    }

    @Test
    void offersALoginByTheClientThatIsNamed() throws Exception {
        // Given
        var server = server(Map.of("sightline.docs.client-id", "docs\"</script>"));
        // When
        var page = answer(server, "/docs/index.html");
        var settings = answer(server, "/docs/settings.json");
        // Then
        assertThat(settings.getContentType()).isEqualTo("application/json");
        assertThat(settings.getContentAsString()).isEqualTo("{\"clientId\":\"docs\\\"</script>\"}");
        assertThat(page.getHeader("Content-Security-Policy"))
                .contains("connect-src 'self' https://keycloak.example.org:8443;");
    }

    @Test
    void takesAnEmptyNameForNone() throws Exception {
        // Given
        var server = server(Map.of("sightline.docs.client-id", " "));
        // When
        var settings = answer(server, "/docs/settings.json");
        // Then
        assertThat(settings.getContentAsString()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/index.html", "/docs/settings.json", "/docs/swagger-ui-bundle.js"})
    void isNotThereWhenItIsSwitchedOff(String path) throws Exception {
        // Given
        var server = server(Map.of("sightline.docs.enabled", "false", "sightline.docs.client-id", "docs"));
        // When
        var answer = answer(server, path);
        // Then
        assertThat(answer.getStatus()).isEqualTo(404);
    }

    /** Whatever else says no: a page that somebody meant to switch off is not shown. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "no", "0", "nonsense"})
    void isNotThereUnlessItIsSwitchedOn(String value) throws Exception {
        // Given
        var server = server(Map.of("sightline.docs.enabled", value));
        // When
        var answer = answer(server, "/docs/index.html");
        // Then
        assertThat(answer.getStatus()).isEqualTo(404);
    }

    private static MockHttpServletResponse answer(MockMvc server, String path) throws Exception {
        return server.perform(get(path)).andReturn().getResponse();
    }

    private MockMvc server(Map<String, Object> properties) {
        var sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("test", properties));
        sources.addLast(new MapPropertySource(
                "always",
                Map.of(
                        "sightline.stages", "api",
                        "sightline.keycloak.server-url", "https://keycloak.example.org:8443/auth")));
        context.setServletContext(new MockServletContext());
        context.register(WebMvc.class, DocumentationPage.class);
        context.refresh();
        DefaultMockMvcBuilder server = MockMvcBuilders.webAppContextSetup(context);
        context.getBeansOfType(FilterRegistrationBean.class)
                .values()
                .forEach(registration -> server.addFilters(registration.getFilter()));
        return server.build();
    }

    @EnableWebMvc
    @Configuration(proxyBeanMethods = false)
    static class WebMvc {}
}
