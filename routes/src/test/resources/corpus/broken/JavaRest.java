// expect: 7:9 'rest' in Java is not judged, and so not allowed
import org.apache.camel.builder.RouteBuilder;

public class JavaRest extends RouteBuilder {
    @Override
    public void configure() {
        rest("/frames").get("/last").to("direct:last");
    }
}
