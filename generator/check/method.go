package check

// checkMethods wants the methods and hosts that the API has.
func checkMethods(ix *index, r *report) {
	for _, o := range ix.operations {
		switch o.Method.Value {
		case "", "GET", "POST", "DELETE":
		default:
			r.errorf(o.Method.Pos, "method must be GET, POST or DELETE, and this is %q", clip(o.Method.Value))
		}
		switch o.Host.Value {
		case "", "graph", "graph-video":
		default:
			r.errorf(o.Host.Pos, "host must be graph or graph-video, and this is %q", clip(o.Host.Value))
		}
	}
}
