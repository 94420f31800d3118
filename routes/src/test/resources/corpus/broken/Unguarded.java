// expect: 7:14 listens for HTTP, and nothing guards it
import org.apache.camel.builder.RouteBuilder;

public class Unguarded extends RouteBuilder {
    @Override
    public void configure() {
        from("platform-http:/java").routeId("unguarded-java").to("log:tick");
    }
}
