import org.apache.camel.BindToRegistry;
import org.apache.camel.builder.RouteBuilder;

public class Bound extends RouteBuilder {
    @BindToRegistry(destroyMethod = "close")
    public java.io.StringReader mine() {
        return new java.io.StringReader("x");
    }

    @Override
    public void configure() {
        from("direct:mine").routeId("mine").setBody(method("mine", "read"));
    }
}
