package graph

import "time"

// preciseRules are asked before the API's own "is_transient" and the status:
// they say more. The first that matches counts.
var preciseRules = []rule{
	// Quotas of the business, which no waiting within a call outlasts.
	{17, 1885172, "", &businessLimit},  // spend limit changed too often: 10 a day
	{613, 1487632, "", &businessLimit}, // ad set budget changed too often: 4 an hour
	{613, 1487225, "", &businessLimit}, // ads created in an hour, limited by spend

	// Throttles. The API refuses such calls before it acts.
	{17, 2446079, "", &scoreThrottle},                                     // score of the ad account
	{613, 1487742, "", &scoreThrottle},                                    // calls of the ad account
	{613, 1996, "", &scoreThrottle},                                       // inconsistent volume of requests
	{613, 5044001, "", &throttled},                                        // 100 changes a second
	{613, 0, "", &verdict{ErrRateLimited, repeatFreely, 5 * time.Minute}}, // abuse prevention
	{4, 0, "", &throttled},                                                // app
	{17, 0, "", &throttled},                                               // user
	{32, 0, "", &throttled},                                               // Page
	{341, 0, "", &throttled},                                              // app, for a while
	{80000, 2446079, "", &scoreThrottle},
	{80003, 2446079, "", &scoreThrottle},
	{80004, 2446079, "", &scoreThrottle},
	{80000, 0, "", &throttled}, // insights
	{80001, 0, "", &throttled}, // Pages
	{80002, 0, "", &throttled}, // Instagram
	{80003, 0, "", &throttled}, // custom audiences
	{80004, 0, "", &throttled}, // ads management
	{80005, 0, "", &throttled}, // leads
	{80006, 0, "", &throttled}, // Messenger
	{80007, 0, "", &throttled}, // WhatsApp business account
	{80008, 0, "", &throttled}, // WhatsApp business management
	{80009, 0, "", &throttled}, // catalog management
	{80010, 0, "", &throttled},
	{80011, 0, "", &throttled},
	{80012, 0, "", &throttled},
	{80013, 0, "", &throttled},
	{80014, 0, "", &throttled}, // catalog batch

	// Tokens.
	{102, 0, "", &needsToken},
	{190, 0, "", &needsToken},
	{450, 0, "", &needsToken},
	{452, 0, "", &needsToken},
	{459, 0, "", &needsToken},                // the account has to log in on the web
	{483, 0, "", &needsToken},                // the account has to consent
	{2500, 0, "access token", &needsToken},   // "me" without a usable token
	{100, 0, "appsecret_proof", &badRequest}, // wrong or missing proof
	{1, 0, "client secret", &badRequest},     // wrong secret of an app that asks for a token

	// More data than one answer gives.
	{1, 0, "reduce the amount of data", &tooMuchData},
	{-3, 0, "", &tooMuchData},
	{18, 0, "", &tooMuchData},
	{anyCode, 1487534, "", &tooMuchData},
	{anyCode, 1504018, "", &tooMuchData}, // the query timed out: run it as a report
	{anyCode, 1504038, "", &tooMuchData}, // the query timed out: run it as a report
	{anyCode, 1504045, "", &tooMuchData},

	// Insights.
	{1, 99, "", &badRequest},              // wrong level
	{anyCode, 1504041, "", &badRequest},   // combination of breakdowns
	{anyCode, 1504042, "", &badRequest},   // metric
	{anyCode, 1504043, "", &transient},    // comes and goes
	{anyCode, 1504044, "", &unknownFault}, // unknown
	{anyCode, 3191001, "", &noPermission},
	{anyCode, 2490547, "", &failedForNow}, // the report failed: start another

	// Chunked video uploads. After 1363037 the chunk to send is another one.
	{anyCode, 1363019, "", &transient},
	{anyCode, 1363021, "", &transient},
	{anyCode, 1363030, "", &transient},
	{anyCode, 1363033, "", &transient},
	{anyCode, 1363037, "", &failedForNow},
	{anyCode, 1363041, "", &transient},

	// Ads and audiences.
	{anyCode, 1404078, "", &blocked},
	{anyCode, 2859015, "", &blocked},
	{anyCode, 1404163, "", &noPermission},
	{anyCode, 1713092, "", &noPermission},
	{anyCode, 1870034, "", &noPermission}, // terms of custom audiences
	{anyCode, 1870050, "", &noPermission},
	{anyCode, 1870090, "", &noPermission}, // terms of custom audiences
	{anyCode, 1870092, "", &noPermission}, // terms of the business tools
	{200, 1870047, "", &badRequest},       // the audience would be too small
	{anyCode, 1870145, "", &failedForNow}, // another update is running
	{anyCode, 3910001, "", &transient},
}

// codeRules are asked when nothing more precise is known.
var codeRules = []rule{
	{1, 0, "", &transient},
	{2, 0, "", &transient},
	{3919, 0, "", &transient},
	{6000, 0, "", &transient}, // video upload
	{-1, 0, "", &unknownFault},
	{-2, 0, "", &failedForNow},
	{1150, 0, "", &unknownFault},
	{5000, 0, "", &unknownFault},

	{3, 0, "", &noPermission},
	{5, 0, "", &noPermission}, // address not allowed for the app
	{10, 0, "", &noPermission},
	{275, 0, "", &badRequest},

	{368, 0, "", &blocked},
	{803, 0, "", &notFound},
	{100, 33, "", &notFound},
}
