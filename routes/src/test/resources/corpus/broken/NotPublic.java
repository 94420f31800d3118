// expect: 7:14 listens for HTTP, and nothing guards it
import org.apache.camel.builder.RouteBuilder;

public class NotPublic extends RouteBuilder {
    @Override
    public void configure() {
        from("platform-http:/java").routeId("not-public").routeProperty("sightline.public", "false").to("log:tick");
    }
}
