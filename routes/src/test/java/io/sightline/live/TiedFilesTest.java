package io.sightline.live;

import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that use what others give, whatever the order of their names is. */
class TiedFilesTest {
    private final LiveFiles files;

    TiedFilesTest() throws Exception {
        files = new LiveFiles();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void startsARouteWithItsConfigurationAndFollowsThat() {
        files.with(
                "a.camel.yaml",
                "- route: {id: a, routeConfigurationId: z, from: {uri: 'direct:a', steps: [{throwException:"
                        + " {exceptionType: java.lang.IllegalStateException, message: x}}]}}");
        files.put("z.camel.yaml", configuration("one"));
        assertThat(files.ask("a")).isEqualTo("one");

        files.put("z.camel.yaml", configuration("two"));

        assertThat(files.ask("a")).isEqualTo("two");
    }

    @Test
    void startsARouteWithABeanOfALaterFile() {
        var usesBean = route("a", "x").replace("setBody: {constant: 'x'}", "bean: {ref: mine, method: toString}");
        files.put("a.camel.yaml", usesBean);
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);

        files.put("z.camel.yaml", "- beans: [{name: mine, type: java.util.ArrayList}]\n");

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("[]");
        // When
        files.put("z.camel.yaml", "- beans: [{name: mine, type: java.util.HashMap}]\n");
        // Then
        assertThat(files.ask("a")).isEqualTo("{}");
    }

    @Test
    void keepsABeanWhoseFileIsDeletedWhileARouteUsesIt() {
        files.with(
                "a.camel.yaml",
                route("a", "x").replace("setBody: {constant: 'x'}", "bean: {ref: mine, method: toString}"));
        files.put("z.camel.yaml", "- beans: [{name: mine, type: java.util.ArrayList}]\n");
        // When
        files.remove("z.camel.yaml");
        // Then
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("[]");
        assertThat(files.state("z.camel.yaml").message()).startsWith("a.camel.yaml does not start without it: ");
        // When
        files.remove("a.camel.yaml");
        // Then
        assertThat(files.condition("z.camel.yaml")).isEqualTo(Condition.REMOVED);
        assertThat(files.camel.getRegistry().lookupByName("mine")).isNull();
    }

    @Test
    void startsARouteFromATemplateOfALaterFile() {
        files.with(
                "a.camel.yaml",
                "- templatedRoute: {routeId: a, routeTemplateRef: greeter, parameters: [{name: text, value: one}]}\n");
        files.put("z.camel.yaml", template("{{text}}"));
        assertThat(files.ask("greeter")).isEqualTo("one");

        files.put("z.camel.yaml", template("{{text}} and two"));

        assertThat(files.ask("greeter")).isEqualTo("one and two");
    }

    @Test
    void whatLeavesLeavesThoughAKameletThatItUsesChangesForTheWorse() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        files.with("leaves.camel.yaml", user("leaves", "kamelet:greet-action/of-leaves"));
        files.put("stays.camel.yaml", user("stays", "kamelet:greet-action/of-stays"));
        assertThat(files.ask("leaves")).isEqualTo("one");
        // When
        files.with("greet-action.kamelet.yaml", kamelet("two") + "        - process: {ref: nobody}\n");
        files.remove("leaves.camel.yaml");
        // Then
        assertThat(files.condition("greet-action.kamelet.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.ask("stays")).isEqualTo("one");
        assertThat(files.condition("leaves.camel.yaml")).isEqualTo(Condition.REMOVED);
        assertThat(files.camel.getRoute("leaves")).isNull();
    }

    private static String configuration(String answer) {
        return "- routeConfiguration: {id: z, onException: [{onException: {exception: [java.lang.Exception],"
                + " handled: {constant: 'true'}, steps: [{setBody: {constant: '" + answer + "'}}]}}]}\n";
    }

    private static String template(String text) {
        return "- routeTemplate: {id: greeter, parameters: [{name: text}], from: {uri: 'direct:greeter', steps:"
                + " [{setBody: {constant: '" + text + "'}}]}}\n";
    }
}
