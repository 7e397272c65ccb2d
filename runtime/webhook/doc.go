// Package webhook receives the notifications that Meta sends to an app: it
// answers the verification of the endpoint, checks the signature of each
// notification, and decodes it.
//
//	handler, err := webhook.New(webhook.Config{
//		AppSecret:   graph.Secret(os.Getenv("APP_SECRET")),
//		VerifyToken: graph.Secret(os.Getenv("VERIFY_TOKEN")),
//		Receive: func(ctx context.Context, p webhook.Payload) error {
//			return queue.Put(ctx, p.JSON)
//		},
//	})
//	http.Handle("/webhook", handler)
//
// [Verify] and [Challenge] do the same for programs with another server.
package webhook
