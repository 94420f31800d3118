// expect: 7:23 the id of a route template 'log-sink' is the name of a Kamelet
import org.apache.camel.builder.RouteBuilder;

public class TemplateOfAKamelet extends RouteBuilder {
    @Override
    public void configure() {
        routeTemplate("log-sink").from("kamelet:source").log("x");
    }
}
