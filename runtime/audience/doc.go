// Package audience uploads people to Meta's custom audiences: it reads rows of
// customer data one by one, normalises and hashes them with package hash, and
// sends them in the batches of a session, with every row accounted for.
//
//	people, err := audience.NewCSV(file, audience.CSVOptions{})
//	...
//	uploader, err := audience.New(client, audience.Config{Schema: people.Keys()})
//	...
//	result, err := uploader.Add(ctx, "23850000000000001", people.Rows())
//
// Rows may come from anywhere: [Rows] is an iterator. Memory holds one batch
// and the requests on their way, however many rows there are.
//
// # Sessions
//
// An upload is a session of the API: a number, batches that count from 1
// without gaps, and a mark on the last one. The API closes a session 90 minutes
// after its first batch. An upload that takes longer marks a batch as the last
// one in time and goes on in another session; when a session was over before
// that, its batches without an answer go into the next one. [Result] has the
// account of all sessions. Only [Uploader.Replace] has to do with one session,
// because the audience is replaced at its end; more Config.Concurrency makes
// it shorter.
//
// # Batches whose answer is lost
//
// When the connection breaks or the API fails, a batch may have been taken or
// not. It is then sent again, the same to the byte and with the same number of
// the same session. This does no harm to the audience, which holds each person
// once. That the API counts such a batch once is what its session and number
// are for, but the reference does not promise it. So the API's own count of
// the rows of the session is compared with what was sent, and
// [Result.Confirmed] says whether they agree. Where they do not, Received
// tells by how much.
//
// Refusals, such as throttles, are waited out and are never in doubt.
//
// # Resuming
//
// With Config.Checkpoint, a program that was killed goes on with
// [Uploader.Resume] where it stopped: with the same batches, and in the same
// session while that lasts. The same input makes the same batches, because a
// batch is closed only by a row that does not fit or by the end of the input.
//
// What is compared is the Config, as far as it decides on the bytes of batches,
// and the rows of the batches that were acknowledged, by a digest of all their
// cells. Rows behind these are not compared, because nothing of them is known:
// an input that was cut off or changed there is uploaded as it is. Compare
// Counts.Read of the [Result] with the number of rows where that matters. An
// input without a row behind them is [ErrInputChanged], and so are other rows.
//
// # A nightly sync
//
// To make an audience what a file says, every night:
//
//   - Write the file of all people under another name and rename it when it is
//     complete, so that none is uploaded that was cut off.
//   - Look at [Uploader.Check] first: do not upload when more rows are dropped
//     than on other nights, or when [CSV.Columns] has left a column out.
//   - Call [Uploader.Replace] with a [CheckpointFile]. People who are no longer
//     in the file are then out of the audience. Keep the checkpoint and the file
//     of an upload that failed together, and call [Uploader.Resume] with both.
//   - Where Resume fails with [ErrSessionTimedOut], [ErrInputChanged] or a
//     [*ConfigChangedError], remove the checkpoint and begin with the first row
//     of tonight's file: until a replacement is complete, the audience is what
//     it was.
//   - Remove the checkpoint when the upload is done. What was not
//     [Result].Confirmed harms nothing, as the audience holds each person once.
//
// Of more people than can be sent in 90 minutes, remove those who are gone and
// add those who are new, by two files, with [Uploader.Remove] and [Uploader.Add].
// The example of the package is such a program.
//
// # Customer data
//
// Errors, checkpoints, progress and results name rows by number, keys and
// reasons, never values. Samples of the API are kept in a type that does not
// print. People to remove are sent in a body, as those to add, and never in a
// URL.
package audience
