import org.apache.camel.builder.RouteBuilder;

public class MyRoutes extends RouteBuilder {
    @Override
    public void configure() {
        from("timer:my-routes?period=10000").routeId("my-routes").setBody(constant("tick")).to("log:{{sightline.topics.frames}}");
        from("platform-http:/my-routes").routeId("my-open-route").routeProperty("sightline.public", "true").to("log:open");
        from("kamelet:timer-source?message=tick").routeId("my-kamelet").to("kamelet:log-sink");
    }
}
