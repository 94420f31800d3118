package io.sightline.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** One of the examples of routes, loaded once more beside the original: at another path, with a change. */
final class ExampleRoute implements AutoCloseable {
    private static final Path FOLDER =
            Path.of("..", "..", "routes", "examples").toAbsolutePath().normalize();

    /** All examples, as a runtime is told to read them. */
    static final String ALL = "file:" + FOLDER + "/*.camel.yaml";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final CamelContext camel;
    private final String id;
    private final String path;

    private ExampleRoute(CamelContext camel, String id) {
        this.camel = camel;
        this.id = id;
        this.path = "/" + id;
    }

    /**
     * Loads a changed copy.
     *
     * @param example id of the original
     */
    static ExampleRoute copy(Api api, String example, Change change) throws Exception {
        var elements = (ArrayNode)
                YAML.readTree(FOLDER.resolve(example + ".camel.yaml").toFile());
        var bean = (ObjectNode) elements.get(0).path("beans").get(0);
        var route = (ObjectNode) elements.get(1).path("route");
        var from = (ObjectNode) route.path("from");
        var copy = new ExampleRoute(api.bean(CamelContext.class), "copy-of-" + example);
        route.put("id", copy.id);
        from.put("uri", "platform-http:" + copy.path);
        rename(bean, from);
        change.apply(bean, route);
        PluginHelper.getRoutesLoader(copy.camel)
                .loadRoutes(ResourceHelper.fromString(copy.id + ".camel.yaml", YAML.writeValueAsString(elements)));
        return copy;
    }

    /** Where the copy is served. */
    String path() {
        return path;
    }

    /** What is changed: the bean of the policy, and the route. */
    interface Change {
        void apply(ObjectNode bean, ObjectNode route);
    }

    /** Takes the policy out and leaves what it guards. */
    static void leaveThePolicyOut(ObjectNode bean, ObjectNode route) {
        var from = (ObjectNode) route.path("from");
        from.set("steps", from.path("steps").get(0).path("policy").path("steps"));
    }

    /** The bean of the original stays what it is. */
    private static void rename(ObjectNode bean, ObjectNode from) {
        var name = bean.path("name").asText() + "Copy";
        bean.put("name", name);
        ((ObjectNode) from.path("steps").get(0).path("policy")).put("ref", name);
    }

    @Override
    public void close() throws Exception {
        camel.getRouteController().stopRoute(id);
        camel.removeRoute(id);
    }
}
